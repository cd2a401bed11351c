/**
 * Calling codes as `code:country:lengths:trunks`. `country` is the main one ("-": none), with "!" when "00" does not
 * dial abroad there; `lengths` are the possible lengths of a national number, one character each in base 36;
 * `trunks` are the beginnings of national numbers that need a closer look ("*": all); "=0": national
 * numbers are plain too, with or without the trunk prefix 0 that is just dropped ("=": there is none). From the
 * metadata of libphonenumber-js; a test compares every code with it.
 */
const plans = `
1:US!:a:=1 7:RU!:ae:8 20:EG:89a:=0 27:ZA:56789a:=0 30:GR:abc:= 31:NL:56789ab:=0 32:BE:89:=0 33:FR:9:=0
34:ES:9:= 36:HU:89:0 39:IT:6789abc:0 40:RO:69:=0 41:CH:9c:=0 43:AT:456789abcd:=0
44:GB:79a:0,18,1624,7457,7524,7624 45:DK:8:= 46:SE:6789ac:=0 47:NO:58:0 48:PL:6789a:= 49:DE:456789abcdef:=0
51:PE!:89:0 52:MX!:a:0 53:CU!:678a:0 54:AR:ab:* 55:BR!:89ab:0,90 56:CL!:9ab 57:CO!:8ab:0 58:VE:a:=0
60:MY:89a:=0 61:AU!:56789ac:0,18 62:ID!:789abcdefgh:0 63:PH:689abcd:=0 64:NZ!:56789a:0 65:SG!:8ab
66:TH!:89ad:0 81:JP!:89abcdefgh:0 82:KR!:5689abcde:0 84:VN:789a:=0 86:CN!:789abc:0,11,12,17 90:TR:7acd:=0
91:IN:89abcd:=0 92:PK:89abc:=0 93:AF:9:=0 94:LK:9:=0 95:MM:6789a:=0 98:IR:4567a:=0 211:SS:9:=0 212:MA:9:=0
213:DZ:89:=0 216:TN:8:= 218:LY:9:=0 220:GM:79:= 221:SN:9:= 222:MR:8:= 223:ML:8:= 224:GN:89:= 225:CI:a:=
226:BF:8:= 227:NE:8:= 228:TG:8:= 229:BJ:a:= 230:MU!:78a:0 231:LR:789:=0 232:SL:8:=0 233:GH:89:=0
234:NG!:abcde:0 235:TD!:8:0 236:CF:8:= 237:CM:89:= 238:CV!:7 239:ST:7:= 240:GQ:9:= 241:GA:78:0 242:CG:9:=
243:CD:789a:=0 244:AO:9:= 245:GW:79:= 246:IO:7:= 247:AC:56:= 248:SC!:7:0 249:SD:9:=0 250:RW:89:0 251:ET:9:=0
252:SO:6789:=0 253:DJ:8:= 254:KE!:789a:0 255:TZ!:9:0 256:UG!:9:0 257:BI:8:= 258:MZ:89:= 260:ZM:9:=0
261:MG:9:0 262:RE:9:=0 263:ZW:79a:=0 264:NA:89:=0 265:MW:79:=0 266:LS:8:= 267:BW:78a:= 268:SZ:89:=
269:KM:7:= 290:SH:45:* 291:ER:7:=0 297:AW:7:= 298:FO:6:10 299:GL:6:= 350:GI:8:= 351:PT:9:=
352:LU:456789ab:15 353:IE:789a:=0 354:IS!:79:0 355:AL:6789:=0 356:MT:8:= 357:CY:8:= 358:FI!:56789abc:0
359:BG:6789c:0 370:LT:8:0,8 371:LV:8:= 372:EE:78a:= 373:MD:8:=0 374:AM:8:=0 375:BY!:6789ab:8,0 376:AD:689:=
377:MC:89:=0 378:SM:8a 380:UA:9a:=0 381:RS:6789abc:=0 382:ME:89:=0 383:XK:89abc:=0 385:HR:789:=0
386:SI!:5678:0 387:BA:89:=0 389:MK:8:=0 420:CZ:9abc:= 421:SK:679:=0 423:LI:79:10 500:FK:5:= 501:BZ:7b:=
502:GT:8b:= 503:SV:78b:= 504:HN:8b:= 505:NI:8:= 506:CR:8a:19 507:PA:78ab:= 508:PM:69:=0 509:HT:8:=
590:GP:9:=0 591:BO!:89:0 592:GY!:7 593:EC:89ab:=0 594:GF:9:=0 595:PY:6789ab:=0 596:MQ:9:=0 597:SR:67:=
598:UY!:456789abcd:0 599:CW:78:* 670:TL:78:= 672:NF:6 673:BN:7:= 674:NR:7:= 675:PG!:78:0 676:TO:57:=
677:SB!:57 678:VU:57:= 679:FJ!:7b:0 680:PW!:7 681:WF:69:= 682:CK:5:= 683:NU:47:= 685:WS!:567a 686:KI:58:=0
687:NC:6:= 688:TV:567:= 689:PF:689:= 690:TK:4567:= 691:FM:7:= 692:MH!:7:1 850:KP!:8a:0 852:HK!:56789b:0
853:MO:78:= 855:KH!:89a:0 856:LA:89a:=0 880:BD:6789a:=0 886:TW!:789ab:0 960:MV!:7a:0 961:LB:78:=0
962:JO:89:=0 963:SY:89:=0 964:IQ:89a:=0 965:KW:78:= 966:SA:9a:=0 967:YE:789:=0 968:OM:789:= 970:PS:89a:=0
971:AE:56789abc:=0 972:IL!:789abc:0 973:BH:8:= 974:QA:789b:= 975:BT:78:= 976:MN!:89a:0 977:NP:8ab:=0
992:TJ!:9:0 993:TM!:8:8 994:AZ:9:=0 995:GE:9:=0 996:KG:9a:=0 998:UZ:9:= 800:-:8:0 808:-:8:0 870:-:9c:0
878:-:c:0 881:-:9a:0 882:-:789abc:0 883:-:89abc:0 888:-:b:0 979:-:9:0
`;

export interface CallingPlan {
  readonly code: string;
  /** ISO code of the main country; null: none, or several large ones (+1, +7). */
  readonly country: string | null;
  readonly lengths: ReadonlySet<number>;
  readonly trunks: readonly string[];
  /** What is dropped from a national number, "" nothing; undefined: it is not that simple. */
  readonly dropped: string | undefined;
  readonly dials00: boolean;
}

const byCode = new Map<string, CallingPlan>();
const byCountry = new Map<string, CallingPlan>();

function read(): void {
  for (const entry of plans.trim().split(/\s+/)) {
    const [code = "", place = "", lengths = "", trunks = ""] = entry.split(":");
    const country = place.replace("!", "");
    const plan = {
      code,
      country: country === "-" || code === "1" || code === "7" ? null : country,
      lengths: new Set(Array.from(lengths, (length) => Number.parseInt(length, 36))),
      trunks: trunks.split(/[=,]/).filter((trunk) => trunk !== ""),
      dropped: trunks.startsWith("=") ? trunks.slice(1) : undefined,
      dials00: country === place,
    };
    byCode.set(code, plan);
    byCountry.set(country, plan);
  }
}

/** The plan of an international number without its "+"; no calling code is the beginning of another. */
export function planOf(digits: string): CallingPlan | undefined {
  if (byCode.size === 0) read();
  return byCode.get(digits.slice(0, 1)) ?? byCode.get(digits.slice(0, 2)) ?? byCode.get(digits.slice(0, 3));
}

/** The plan of a country that is the main one of its calling code. */
export function planOfCountry(country: string): CallingPlan | undefined {
  if (byCode.size === 0) read();
  return byCountry.get(country);
}
