# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_nianbao_global_optspecs
    string join \n h/help V/version
end

function __fish_nianbao_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_nianbao_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_nianbao_using_subcommand
    set -l cmd (__fish_nianbao_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c nianbao -n "__fish_nianbao_needs_command" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_needs_command" -s V -l version -d '显示版本'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "new" -d '生成一份空白填报表，或用上年的表生成本年的'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "check" -d '检查填报表或已经发布的报告：总计、勾稽关系、缺漏和写法'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "build" -d '检查填报表，没有错误就生成报告'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "verify" -d '核对报告与填报表、彼此之间是否一致，归档包有没有改动'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "import" -d '把已经发布的年度报告（DOCX、PDF、网页、TXT）变成填报表'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "archive" -d '归档：填报表、数据、报告和移交清单，装成改一个字节就查得出来的包'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "extract" -d '从 PDF（--pdf 3a）或 OFD 里取出附带的填报表'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "convert" -d '把填报表转成另一种：Excel（.xlsx）、YAML（.yaml）、JSON（.json）'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "diff" -d '比较两份填报表：改了哪些数，牵动了哪些合计、文字和核对关系'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "set" -d '改填报表里的值，注释和版式不动，并显示牵动了什么'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "take" -d '把在 Word 里改过的报告收回填报表：数回到格里，文字回到段里'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "bind" -d '把文字里的数换成占位，以后数改了文字跟着改'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "watch" -d '填报表一保存就重新生成报告，有错误就生成草稿；按 Ctrl+C 结束'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "read" -d '列出正文里的数核对的是表中哪一格；没有核对的，说明为什么（有不一致的，退出码是 1）'
complete -c nianbao -n "__fish_nianbao_needs_command" -f -a "explain" -d '说明某条规则查什么、为什么、怎样改；不写代码就列出全部'
complete -c nianbao -n "__fish_nianbao_using_subcommand new" -l agency -d '机关全称；有 --from 时可以不写' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand new" -l year -d '报告年度，四位数字；有 --from 时可以不写' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand new" -l from -d '用上年的填报表或已经发布的报告生成：带过来机关、联系方式、上年结转和文字' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand new" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand new" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l summary -d '另外生成一份汇总表，每个机关一行：结果、问题、申请件数、文件；以 .xlsx 或 .html 结尾' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l format -d '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l fonts -d '字体文件夹；检查其中有没有印不出的字' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l annotate -d '另存一份 Excel 填报表，把问题写成批注，并列出检查结果；一次一份表' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l all -d '由别的问题引起的问题也全部列出'
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l verbose -d '多说一些：文件没变时也列出哪种字体代替了哪种'
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand check" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l summary -d '另外生成一份汇总表，每个机关一行：结果、问题、申请件数、文件；以 .xlsx 或 .html 结尾' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l format -d '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -s o -l output -d '报告放在哪个文件夹；不写就放在填报表旁边' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l name -d '报告的文件名（不带扩展名）；不写就是“机关+年度+年政府信息公开工作年度报告”' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l to -d '生成哪几种，用逗号隔开：docx,pdf,txt,html,ofd,fragment（网站编辑器用的网页片段）；不写就是前三种' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l fonts -d '字体文件夹；其中有仿宋_GB2312 等字体时优先使用' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l landscape -d '排在单独横页上的表，如 申请；可以用逗号隔开写几张' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l tables -d '一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；whole 整张另起一页；flow 接着排' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l date -d '写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，再没有就用年度的最后一天；不早于那一天' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l pdf -d 'PDF 按归档标准（PDF/A）的哪一级写：2a 带结构标签（不写就是它），2u 文字可检索，3a 里面附带数据和填报表（不含台账等内部内容）；页面都一样，拿不准就不写' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l ofd -d 'OFD 写成哪一种：OFD-A 归档用（不写就是它），OFD 给打不开 OFD-A 的阅读软件；页面一样' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l all -d '由别的问题引起的问题也全部列出'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l verbose -d '多说一些：文件没变时也列出哪种字体代替了哪种'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l draft -d '有错误也生成，每页标明“草稿”'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l force -d '手工改过的报告也直接覆盖；不写就先另存为“…（改过的）”'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l crlf -d 'TXT 用 Windows 的换行（CRLF）'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l bom -d 'TXT 开头加 BOM，旧软件才不会乱码'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -l blank-last-page -d 'PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷'
complete -c nianbao -n "__fish_nianbao_using_subcommand build" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l fonts -d '字体文件夹；重做归档包里的报告时用，与归档时相同' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l format -d '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l sealed -d '生成后改过的文件，即使内容一致也算不同（退出码 1）'
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l all -d '由别的问题引起的问题也全部列出'
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l verbose -d '多说一些：文件没变时也列出哪种字体代替了哪种'
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand verify" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -s o -l output -d '写到哪个填报表（.xlsx 或 .yaml）；有几份报告时写文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l agency -d '机关全称，报告里没有写明时用' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l year -d '报告年度，报告里没有写明时用' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l to -d '写到文件夹时，填报表用哪一种：xlsx 或 yaml' -r -f -a "yaml\t''
xlsx\t''"
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l format -d '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l force -d '填报表已经存在时覆盖它'
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l all -d '由别的问题引起的问题也全部列出'
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l verbose -d '多说一些：文件没变时也列出哪种字体代替了哪种'
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand import" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -s o -l output -d '归档包放在哪个文件夹，要是新的；不写就放在填报表旁边' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l replaces -d '更正后重新归档：它代替的旧归档包；包里会有更正说明' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l reason -d '更正的原因，写进更正说明' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l fonts -d '字体文件夹；其中有仿宋_GB2312 等字体时优先使用' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l landscape -d '排在单独横页上的表，如 申请；可以用逗号隔开写几张' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l tables -d '一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；whole 整张另起一页；flow 接着排' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l date -d '写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，再没有就用年度的最后一天；不早于那一天' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l format -d '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l crlf -d 'TXT 用 Windows 的换行（CRLF）'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l bom -d 'TXT 开头加 BOM，旧软件才不会乱码'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l blank-last-page -d 'PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l all -d '由别的问题引起的问题也全部列出'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l verbose -d '多说一些：文件没变时也列出哪种字体代替了哪种'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand archive" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand extract" -s o -l output -d '写到哪个填报表（.yaml）；不写就放在报告旁边，同名' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand extract" -l format -d '结果给人看（human），还是给程序读（json）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand extract" -l force -d '已经存在时覆盖'
complete -c nianbao -n "__fish_nianbao_using_subcommand extract" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -l format -d '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -l force -d '新填报表已经存在时覆盖它'
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -l all -d '由别的问题引起的问题也全部列出'
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -l verbose -d '多说一些：文件没变时也列出哪种字体代替了哪种'
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand convert" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l format -d '结果给人看（human），给程序读（json），还是生成可以发布的更正说明（docx、txt）' -r -f -a "human\t'For a person, on the terminal'
json\t'For a program'
docx\t'更正说明 to be published, as a DOCX file'
txt\t'The same as plain text'"
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -s o -l output -d '更正说明、带修订标记的报告写到哪个文件；不写就放在新填报表旁边' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l reason -d '更正的原因，写进更正说明' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l date -d '更正说明或修订的日期，如 2024-05-06；不写就没有日期' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l redline -d '和 --format docx 一起用：生成新报告，和旧报告不同的地方做成修订标记，送审签'
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l force -d '手工改过的文件也直接覆盖；不写就先另存为“…（改过的）”'
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand diff" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -l format -d '结果给人看（human），还是给程序读（json）' -r -f -a "human\t'A person'
json\t'A program'"
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -l dry-run -d '只看会有什么变化，不写入'
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand set" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -l format -d '结果给人看（human），还是给程序读（json）' -r -f -a "human\t'A person'
json\t'A program'"
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -s y -l yes -d '不逐个询问，能收的全收；不写就逐处问：y 收，n 不收，a 后面的全收，q 到此为止'
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -l dry-run -d '只列出来，不写入'
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand take" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -l format -d '结果给人看（human），还是给程序读（json）' -r -f -a "human\t'A person'
json\t'A program'"
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -s y -l yes -d '不逐个询问，全部换'
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -l dry-run -d '只列出来，不写入'
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand bind" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l summary -d '另外生成一份汇总表，每个机关一行：结果、问题、申请件数、文件；以 .xlsx 或 .html 结尾' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l format -d '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）' -r -f -a "human\t'A person'
json\t'A program'
sarif\t'A review tool'"
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -s o -l output -d '报告放在哪个文件夹；不写就放在填报表旁边' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l name -d '报告的文件名（不带扩展名）；不写就是“机关+年度+年政府信息公开工作年度报告”' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l to -d '生成哪几种，用逗号隔开：docx,pdf,txt,html,ofd,fragment（网站编辑器用的网页片段）；不写就是前三种' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l fonts -d '字体文件夹；其中有仿宋_GB2312 等字体时优先使用' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l landscape -d '排在单独横页上的表，如 申请；可以用逗号隔开写几张' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l tables -d '一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；whole 整张另起一页；flow 接着排' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l date -d '写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，再没有就用年度的最后一天；不早于那一天' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l pdf -d 'PDF 按归档标准（PDF/A）的哪一级写：2a 带结构标签（不写就是它），2u 文字可检索，3a 里面附带数据和填报表（不含台账等内部内容）；页面都一样，拿不准就不写' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l ofd -d 'OFD 写成哪一种：OFD-A 归档用（不写就是它），OFD 给打不开 OFD-A 的阅读软件；页面一样' -r
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l all -d '由别的问题引起的问题也全部列出'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l verbose -d '多说一些：文件没变时也列出哪种字体代替了哪种'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l draft -d '有错误也生成，每页标明“草稿”'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l force -d '手工改过的报告也直接覆盖；不写就先另存为“…（改过的）”'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l crlf -d 'TXT 用 Windows 的换行（CRLF）'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l bom -d 'TXT 开头加 BOM，旧软件才不会乱码'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -l blank-last-page -d 'PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷'
complete -c nianbao -n "__fish_nianbao_using_subcommand watch" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -l format -d '结果给人看（human），还是给程序读（json）' -r -f -a "human\t'A person'
json\t'A program'"
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -l standard -d '另行指定报告格式文件（*.yaml）所在的文件夹' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -l template -d '另行指定模板文件夹，其中的文件代替自带的同名文件' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -l config -d '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求' -r -F
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -l all -d '没有核对的数也列出来，说明为什么'
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -l blank-as-zero -d '空格一律按 0 计，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -l accept-text-numbers -d '\'12 \'、１２、1,234 这类写法按数字读取，只提示一次'
complete -c nianbao -n "__fish_nianbao_using_subcommand read" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
complete -c nianbao -n "__fish_nianbao_using_subcommand explain" -s h -l help -d '显示帮助；“nianbao 命令 --help”显示该命令的帮助'
