"""The options of `ssg completion`."""

import click

# Unlike click's own script, it completes `topics=sle`, which bash takes for three words, and adds
# no space after what goes on, such as a folder. It needs bash 4.4, like click's.
_BASH = """\
_ssg_completion() {
    local words=() word glue= current prefix= response kind value
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ ${#words[@]} -gt 0 && ( $glue || $word == "=" ) ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
        [[ $word == "=" ]] && glue=1 || glue=
    done
    current=${words[-1]}
    [[ $current == *=* && $COMP_WORDBREAKS == *=* ]] && prefix=${current%%=*}=
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                [[ $value == *[=/] ]] && compopt -o nospace
                COMPREPLY+=("${value#"$prefix"}")
                ;;
        esac
    done < <(
        COMP_WORDS="${words[*]}" COMP_CWORD=$((${#words[@]} - 1)) \\
        _SSG_COMPLETE=bash_complete "$1"
    )
}

complete -o nosort -F _ssg_completion ssg
"""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print a script that completes commands, options, ids and codes in SHELL.

    \b
    bash: echo 'eval "$(ssg completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(ssg completion zsh)"' >> ~/.zshrc
    fish: ssg completion fish > ~/.config/fish/completions/ssg.fish
    """
    if shell == "bash":
        click.echo(_BASH, nl=False)
        return 0
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None, "click knows all of the choices"
    completer = kind(context.find_root().command, {}, "ssg", "_SSG_COMPLETE")
    click.echo(kind.source_template % completer.source_vars())
    return 0
