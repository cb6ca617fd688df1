
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'nianbao' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'nianbao'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'nianbao' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, '显示版本')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, '显示版本')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, '生成一份空白填报表，或用上年的表生成本年的')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, '检查填报表或已经发布的报告：总计、勾稽关系、缺漏和写法')
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, '检查填报表，没有错误就生成报告')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, '核对报告与填报表、彼此之间是否一致，归档包有没有改动')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, '把已经发布的年度报告（DOCX、PDF、网页、TXT）变成填报表')
            [CompletionResult]::new('archive', 'archive', [CompletionResultType]::ParameterValue, '归档：填报表、数据、报告和移交清单，装成改一个字节就查得出来的包')
            [CompletionResult]::new('extract', 'extract', [CompletionResultType]::ParameterValue, '从 PDF（--pdf 3a）或 OFD 里取出附带的填报表')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, '把填报表转成另一种：Excel（.xlsx）、YAML（.yaml）、JSON（.json）')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, '比较两份填报表：改了哪些数，牵动了哪些合计、文字和核对关系')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, '改填报表里的值，注释和版式不动，并显示牵动了什么')
            [CompletionResult]::new('take', 'take', [CompletionResultType]::ParameterValue, '把在 Word 里改过的报告收回填报表：数回到格里，文字回到段里')
            [CompletionResult]::new('bind', 'bind', [CompletionResultType]::ParameterValue, '把文字里的数换成占位，以后数改了文字跟着改')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, '填报表一保存就重新生成报告，有错误就生成草稿；按 Ctrl+C 结束')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, '列出正文里的数核对的是表中哪一格；没有核对的，说明为什么（有不一致的，退出码是 1）')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, '说明某条规则查什么、为什么、怎样改；不写代码就列出全部')
            break
        }
        'nianbao;new' {
            [CompletionResult]::new('--agency', '--agency', [CompletionResultType]::ParameterName, '机关全称；有 --from 时可以不写')
            [CompletionResult]::new('--year', '--year', [CompletionResultType]::ParameterName, '报告年度，四位数字；有 --from 时可以不写')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, '用上年的填报表或已经发布的报告生成：带过来机关、联系方式、上年结转和文字')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;check' {
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, '另外生成一份汇总表，每个机关一行：结果、问题、申请件数、文件；以 .xlsx 或 .html 结尾')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('--fonts', '--fonts', [CompletionResultType]::ParameterName, '字体文件夹；检查其中有没有印不出的字')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, '另存一份 Excel 填报表，把问题写成批注，并列出检查结果；一次一份表')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '由别的问题引起的问题也全部列出')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, '多说一些：文件没变时也列出哪种字体代替了哪种')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;build' {
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, '另外生成一份汇总表，每个机关一行：结果、问题、申请件数、文件；以 .xlsx 或 .html 结尾')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, '报告放在哪个文件夹；不写就放在填报表旁边')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, '报告放在哪个文件夹；不写就放在填报表旁边')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, '报告的文件名（不带扩展名）；不写就是“机关+年度+年政府信息公开工作年度报告”')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, '生成哪几种，用逗号隔开：docx,pdf,txt,html,ofd,fragment（网站编辑器用的网页片段）；不写就是前三种')
            [CompletionResult]::new('--fonts', '--fonts', [CompletionResultType]::ParameterName, '字体文件夹；其中有仿宋_GB2312 等字体时优先使用')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, '排在单独横页上的表，如 申请；可以用逗号隔开写几张')
            [CompletionResult]::new('--tables', '--tables', [CompletionResultType]::ParameterName, '一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；whole 整张另起一页；flow 接着排')
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, '写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，再没有就用年度的最后一天；不早于那一天')
            [CompletionResult]::new('--pdf', '--pdf', [CompletionResultType]::ParameterName, 'PDF 按归档标准（PDF/A）的哪一级写：2a 带结构标签（不写就是它），2u 文字可检索，3a 里面附带数据和填报表（不含台账等内部内容）；页面都一样，拿不准就不写')
            [CompletionResult]::new('--ofd', '--ofd', [CompletionResultType]::ParameterName, 'OFD 写成哪一种：OFD-A 归档用（不写就是它），OFD 给打不开 OFD-A 的阅读软件；页面一样')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '由别的问题引起的问题也全部列出')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, '多说一些：文件没变时也列出哪种字体代替了哪种')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, '有错误也生成，每页标明“草稿”')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, '手工改过的报告也直接覆盖；不写就先另存为“…（改过的）”')
            [CompletionResult]::new('--crlf', '--crlf', [CompletionResultType]::ParameterName, 'TXT 用 Windows 的换行（CRLF）')
            [CompletionResult]::new('--bom', '--bom', [CompletionResultType]::ParameterName, 'TXT 开头加 BOM，旧软件才不会乱码')
            [CompletionResult]::new('--blank-last-page', '--blank-last-page', [CompletionResultType]::ParameterName, 'PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;verify' {
            [CompletionResult]::new('--fonts', '--fonts', [CompletionResultType]::ParameterName, '字体文件夹；重做归档包里的报告时用，与归档时相同')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('--sealed', '--sealed', [CompletionResultType]::ParameterName, '生成后改过的文件，即使内容一致也算不同（退出码 1）')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '由别的问题引起的问题也全部列出')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, '多说一些：文件没变时也列出哪种字体代替了哪种')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;import' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, '写到哪个填报表（.xlsx 或 .yaml）；有几份报告时写文件夹')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, '写到哪个填报表（.xlsx 或 .yaml）；有几份报告时写文件夹')
            [CompletionResult]::new('--agency', '--agency', [CompletionResultType]::ParameterName, '机关全称，报告里没有写明时用')
            [CompletionResult]::new('--year', '--year', [CompletionResultType]::ParameterName, '报告年度，报告里没有写明时用')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, '写到文件夹时，填报表用哪一种：xlsx 或 yaml')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, '填报表已经存在时覆盖它')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '由别的问题引起的问题也全部列出')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, '多说一些：文件没变时也列出哪种字体代替了哪种')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;archive' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, '归档包放在哪个文件夹，要是新的；不写就放在填报表旁边')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, '归档包放在哪个文件夹，要是新的；不写就放在填报表旁边')
            [CompletionResult]::new('--replaces', '--replaces', [CompletionResultType]::ParameterName, '更正后重新归档：它代替的旧归档包；包里会有更正说明')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, '更正的原因，写进更正说明')
            [CompletionResult]::new('--fonts', '--fonts', [CompletionResultType]::ParameterName, '字体文件夹；其中有仿宋_GB2312 等字体时优先使用')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, '排在单独横页上的表，如 申请；可以用逗号隔开写几张')
            [CompletionResult]::new('--tables', '--tables', [CompletionResultType]::ParameterName, '一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；whole 整张另起一页；flow 接着排')
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, '写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，再没有就用年度的最后一天；不早于那一天')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('--crlf', '--crlf', [CompletionResultType]::ParameterName, 'TXT 用 Windows 的换行（CRLF）')
            [CompletionResult]::new('--bom', '--bom', [CompletionResultType]::ParameterName, 'TXT 开头加 BOM，旧软件才不会乱码')
            [CompletionResult]::new('--blank-last-page', '--blank-last-page', [CompletionResultType]::ParameterName, 'PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '由别的问题引起的问题也全部列出')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, '多说一些：文件没变时也列出哪种字体代替了哪种')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;extract' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, '写到哪个填报表（.yaml）；不写就放在报告旁边，同名')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, '写到哪个填报表（.yaml）；不写就放在报告旁边，同名')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），还是给程序读（json）')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, '已经存在时覆盖')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;convert' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, '新填报表已经存在时覆盖它')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '由别的问题引起的问题也全部列出')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, '多说一些：文件没变时也列出哪种字体代替了哪种')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;diff' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是生成可以发布的更正说明（docx、txt）')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, '更正说明、带修订标记的报告写到哪个文件；不写就放在新填报表旁边')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, '更正说明、带修订标记的报告写到哪个文件；不写就放在新填报表旁边')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, '更正的原因，写进更正说明')
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, '更正说明或修订的日期，如 2024-05-06；不写就没有日期')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('--redline', '--redline', [CompletionResultType]::ParameterName, '和 --format docx 一起用：生成新报告，和旧报告不同的地方做成修订标记，送审签')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, '手工改过的文件也直接覆盖；不写就先另存为“…（改过的）”')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;set' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），还是给程序读（json）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, '只看会有什么变化，不写入')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;take' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），还是给程序读（json）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, '不逐个询问，能收的全收；不写就逐处问：y 收，n 不收，a 后面的全收，q 到此为止')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, '不逐个询问，能收的全收；不写就逐处问：y 收，n 不收，a 后面的全收，q 到此为止')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, '只列出来，不写入')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;bind' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），还是给程序读（json）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, '不逐个询问，全部换')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, '不逐个询问，全部换')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, '只列出来，不写入')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;watch' {
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, '另外生成一份汇总表，每个机关一行：结果、问题、申请件数、文件；以 .xlsx 或 .html 结尾')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），给程序读（json），还是给审阅工具读（sarif）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, '报告放在哪个文件夹；不写就放在填报表旁边')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, '报告放在哪个文件夹；不写就放在填报表旁边')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, '报告的文件名（不带扩展名）；不写就是“机关+年度+年政府信息公开工作年度报告”')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, '生成哪几种，用逗号隔开：docx,pdf,txt,html,ofd,fragment（网站编辑器用的网页片段）；不写就是前三种')
            [CompletionResult]::new('--fonts', '--fonts', [CompletionResultType]::ParameterName, '字体文件夹；其中有仿宋_GB2312 等字体时优先使用')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, '排在单独横页上的表，如 申请；可以用逗号隔开写几张')
            [CompletionResult]::new('--tables', '--tables', [CompletionResultType]::ParameterName, '一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；whole 整张另起一页；flow 接着排')
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, '写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，再没有就用年度的最后一天；不早于那一天')
            [CompletionResult]::new('--pdf', '--pdf', [CompletionResultType]::ParameterName, 'PDF 按归档标准（PDF/A）的哪一级写：2a 带结构标签（不写就是它），2u 文字可检索，3a 里面附带数据和填报表（不含台账等内部内容）；页面都一样，拿不准就不写')
            [CompletionResult]::new('--ofd', '--ofd', [CompletionResultType]::ParameterName, 'OFD 写成哪一种：OFD-A 归档用（不写就是它），OFD 给打不开 OFD-A 的阅读软件；页面一样')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '由别的问题引起的问题也全部列出')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, '多说一些：文件没变时也列出哪种字体代替了哪种')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, '有错误也生成，每页标明“草稿”')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, '手工改过的报告也直接覆盖；不写就先另存为“…（改过的）”')
            [CompletionResult]::new('--crlf', '--crlf', [CompletionResultType]::ParameterName, 'TXT 用 Windows 的换行（CRLF）')
            [CompletionResult]::new('--bom', '--bom', [CompletionResultType]::ParameterName, 'TXT 开头加 BOM，旧软件才不会乱码')
            [CompletionResult]::new('--blank-last-page', '--blank-last-page', [CompletionResultType]::ParameterName, 'PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;read' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '结果给人看（human），还是给程序读（json）')
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, '另行指定报告格式文件（*.yaml）所在的文件夹')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, '另行指定模板文件夹，其中的文件代替自带的同名文件')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, '本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, '没有核对的数也列出来，说明为什么')
            [CompletionResult]::new('--blank-as-zero', '--blank-as-zero', [CompletionResultType]::ParameterName, '空格一律按 0 计，只提示一次')
            [CompletionResult]::new('--accept-text-numbers', '--accept-text-numbers', [CompletionResultType]::ParameterName, '''12 ''、１２、1,234 这类写法按数字读取，只提示一次')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
        'nianbao;explain' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, '显示帮助；“nianbao 命令 --help”显示该命令的帮助')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
