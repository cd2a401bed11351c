import { Argument, type Command } from "commander";
import type { App } from "../app.ts";
import { examples } from "./options.ts";

/** `=` and `@` do not part words here: emails and --option=value are one word. */
const bash = `# crm in bash: eval "$(crm completion bash)", or keep this in /usr/share/bash-completion/completions/crm
COMP_WORDBREAKS=\${COMP_WORDBREAKS//[@=]/}
_crm() {
  local value
  COMPREPLY=()
  while IFS= read -r value; do
    COMPREPLY+=("$value")
  done < <(command crm completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _crm crm
`;

const zsh = `#compdef crm
# crm in zsh: keep this as _crm in a directory of $fpath, or eval "$(crm completion zsh)" after compinit
_crm() {
  local -a found values shown
  local line
  found=("\${(@f)$(command crm completion described -- "\${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
  for line in "\${found[@]}"; do
    [[ -n $line ]] || continue
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  }")
  done
  if (( $#values )); then
    compadd -l -d shown -a values
  else
    _files
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _crm "$@"
elif (( $+functions[compdef] )); then
  compdef _crm crm
fi
`;

const fish = `# crm in fish: crm completion fish > ~/.config/fish/completions/crm.fish
function __crm_complete
    set -l words (commandline -opc)
    set -l found (command crm completion described -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c crm -e
complete -c crm -f -a '(__crm_complete)'
`;

const powershell = `# crm in PowerShell: crm completion powershell | Out-String | Invoke-Expression, in $PROFILE
Register-ArgumentCompleter -Native -CommandName crm -ScriptBlock {
  param($word, $ast, $cursor)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
  if ($word -eq '') { $words += '""' }
  & crm completion described '--' @words 2>$null | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
  }
}
`;

const scripts = { bash, zsh, fish, powershell };

type Shell = keyof typeof scripts;

/** Prints the script that lets a shell complete crm's words. */
export function completion(command: Command, app: App): void {
  const shells = Object.keys(scripts);
  examples(
    command.addArgument(new Argument("<shell>", "which shell").choices(shells)),
    "crm completion bash",
    "crm completion fish > ~/.config/fish/completions/crm.fish",
  ).action((shell: Shell) => app.world.out(scripts[shell]));
}
