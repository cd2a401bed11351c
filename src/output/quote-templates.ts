/** The pages of a quote as templates; what the user puts beside config.toml under the same name goes before. */
export const quoteTemplates = {
  html: `<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{title}}</title>
<style>
@page{size:A4;margin:20mm 18mm}
body{margin:0 auto;padding:32px;max-width:760px;color:#1b2430;background:#fff;font:11pt/1.5 system-ui,sans-serif}
header{margin-bottom:36px}header b{font-size:15pt}h1{font-size:17pt;margin:28px 0 8px}
table{border-collapse:collapse;width:100%;margin:16px 0;font-variant-numeric:tabular-nums}
th,td{padding:5px 6px;text-align:left;vertical-align:top;border-bottom:1px solid #d8dee6}
.number{text-align:right;white-space:nowrap}tfoot td{border:0}tfoot tr:last-child td{border-top:2px solid #1b2430;font-weight:700}
footer:empty{display:none}address{font-style:normal}small{color:#5b6675}.text{white-space:pre-line}footer{margin-top:36px;border-top:1px solid #d8dee6;padding-top:8px;color:#5b6675}
tr,footer{break-inside:avoid}
@media print{body{max-width:none;padding:0}}
</style>
</head>
<body>
<header>{{> letterhead}}</header>
<address class="text">{{address}}</address>
<h1>{{title}}</h1>
<p>{{date}}{{#validUntil}}<br>{{words.validUntilFirst}} {{validUntil}}{{/validUntil}}</p>
<table>
<thead><tr><th>#</th><th>{{words.what}}</th><th class="number">{{words.quantity}}</th><th class="number">{{words.price}}</th><th class="number">{{words.tax}}</th><th class="number">{{words.amount}}</th></tr></thead>
<tbody>
{{#lines}}
<tr><td>{{place}}</td><td>{{title}}{{#discount}}<br><small>{{words.less}} {{discount}}{{#agreed}}, {{words.asAgreed}}{{/agreed}}</small>{{/discount}}{{^discount}}{{#agreed}}<br><small>{{words.priceAsAgreed}}</small>{{/agreed}}{{/discount}}</td><td class="number">{{quantity}}{{#unit}} {{unit}}{{/unit}}</td><td class="number">{{price}}</td><td class="number">{{tax}}</td><td class="number">{{amount}}</td></tr>
{{/lines}}
</tbody>
<tfoot>
{{#sums}}
<tr><td></td><td colspan="4">{{label}}</td><td class="number">{{amount}}</td></tr>
{{/sums}}
</tfoot>
</table>
{{#perks}}<p class="text">{{perks}}</p>
{{/perks}}
{{#terms}}<p class="text">{{terms}}</p>
{{/terms}}
<footer>{{> footer}}</footer>
</body>
</html>
`,
  md: `{{> letterhead}}


{{address}}

# {{title}}

{{date}}{{#validUntil}}, {{words.validUntil}} {{validUntil}}{{/validUntil}}

| # | {{words.what}} | {{words.quantity}} | {{words.price}} | {{words.tax}} | {{words.amount}} |
| ---: | --- | ---: | ---: | ---: | ---: |
{{#lines}}
| {{place}} | {{title}}{{#discount}}, {{words.less}} {{discount}}{{/discount}}{{#agreed}} ({{words.asAgreed}}){{/agreed}} | {{quantity}}{{#unit}} {{unit}}{{/unit}} | {{price}} | {{tax}} | {{amount}} |
{{/lines}}
{{#sums}}
|  | {{label}} |  |  |  | {{amount}} |
{{/sums}}

{{#perks}}
{{perks}}

{{/perks}}
{{#terms}}
{{terms}}

{{/terms}}
{{> footer}}
`,
  text: `{{> letterhead}}


{{address}}

{{title}}
{{date}}{{#validUntil}}, {{words.validUntil}} {{validUntil}}{{/validUntil}}

{{#lines}}
{{row}}
{{/lines}}

{{#sums}}
{{row}}
{{/sums}}

{{#perks}}
{{perks}}

{{/perks}}
{{#terms}}
{{terms}}

{{/terms}}
{{> footer}}
`,
} as const;

/** What stands at the top until the user has a letterhead. */
export const plainLetterheads = {
  html: "<b>{{my.name}}</b>{{#my.email}}<br>{{my.email}}{{/my.email}}",
  md: "**{{my.name}}**{{#my.email}} · {{my.email}}{{/my.email}}",
  text: "{{my.name}}{{#my.email}}, {{my.email}}{{/my.email}}",
} as const;
