//! `take`: what was corrected in a finished file, taken into its form.

use super::args::TakeArgs;
use super::asking::Question;
use super::outcome::Outcome;
use super::show;
use super::target::may_be_changed;
use super::world::{Terminal, disk};
use super::{Done, Trouble};
use nianbao::compare::{compare, human, json};
use nianbao::disk::Lock;
use nianbao::disk::read::{read_finished, read_form};
use nianbao::disk::write::{folder_of, write_over_unchanged};
use nianbao::edit::revise;
use nianbao::filing::names::named;
use nianbao::filing::{Filing, Name, Related, World};
use nianbao::finding::count;
use nianbao::readback::{self, Content, Excerpts, excerpts};
use nianbao::report::Report;
use nianbao::take::{Correction, ROUNDS, apply, corrections};

pub(super) fn run(args: &TakeArgs) -> Result<Outcome, Trouble> {
    let disk = disk(&args.how.cells, &args.how.looks)?;
    let content = match content(args)? {
        Ok(content) => content,
        Err(outcome) => return Ok(*outcome),
    };
    // Held from reading to writing, so that of two runs none undoes the other's work.
    let _lock =
        if args.form.is_file() { Some(Lock::on(folder_of(&args.form), &Terminal)?) } else { None };
    let bytes = read_form(&args.form)?;
    let name = Name::new(&args.form);
    let old = Filing::open(&disk, &name, &bytes)?;
    let Some(report) = &old.report else { return Ok(Outcome::unreadable([old])) };
    let rounds = Rounds::make(args, &disk, &old, &content)?;
    let mut outcome = Outcome::new(Done::Sound);
    outcome.said.clone_from(&rounds.shown);
    outcome.said += &untaken(&rounds.untaken);
    if rounds.taken == 0 {
        outcome.notes = match (rounds.offered, rounds.untaken.len()) {
            (0, 0) => format!("{} 和填报表一致，没有要收的\n", named(&args.file)),
            (0, _) => "没有能收进填报表的\n".to_owned(),
            _ => "一处也没有收，没有写入\n".to_owned(),
        };
        return Ok(outcome);
    }
    let revised = revise(&bytes, report, &rounds.report, disk.standards(), disk.terms().options)?;
    let new = Filing::open(&disk, &name, &revised)?;
    if let Some(comparison) = compare(&old, &new) {
        outcome.said += &human::render(&comparison, show::colour());
        outcome.document = Some(json::render(&comparison));
    }
    let form = named(&args.form);
    let sound = count(&new.findings).0 == 0;
    if !sound {
        outcome.done = Done::Faulty;
    }
    outcome.notes = if args.dry_run {
        format!("没有写入（--dry-run）：{form}\n")
    } else {
        may_be_changed(&old)?;
        write_over_unchanged(&args.form, &bytes, &revised)?;
        let next = if sound {
            format!("重新生成报告：nianbao build {form}")
        } else {
            format!("有错误，先改正：nianbao check {form}")
        };
        format!("收了 {} 处，更新  {form}\n{next}\n", rounds.taken)
    };
    Ok(outcome)
}

/// What the finished file says, or what is wrong with it.
fn content(args: &TakeArgs) -> Result<Result<Content, Box<Outcome>>, Trouble> {
    let bytes = read_finished(&args.file)?;
    let name = args.file.display().to_string();
    let format = readback::format_of(&bytes)
        .ok_or_else(|| Trouble(format!("{} 不是 DOCX、PDF 或 TXT 报告", named(&args.file))))?;
    Ok(readback::read(&name, format, &bytes).map_err(|finding| {
        let mut outcome = Outcome::new(Done::Faulty);
        outcome.findings = Some(vec![*finding]);
        Box::new(outcome)
    }))
}

/// What came of all rounds.
struct Rounds {
    /// The report with what was taken.
    report: Report,
    taken: usize,
    offered: usize,
    untaken: Vec<Correction>,
    /// What was listed and not asked for.
    shown: String,
}

impl Rounds {
    fn make(
        args: &TakeArgs,
        world: &dyn World,
        old: &Filing,
        content: &Content,
    ) -> Result<Self, Trouble> {
        let report = old.report.clone().ok_or_else(|| Trouble("填报表读不懂".to_owned()))?;
        let mut rounds =
            Self { report, taken: 0, offered: 0, untaken: Vec::new(), shown: String::new() };
        let asks = !args.yes && !args.dry_run;
        for round in ROUNDS {
            let last = old.related.last.clone();
            let related = last.map_or_else(Related::default, Related::last_year);
            let filing = Filing::of(world, &old.name, rounds.report.clone(), related)?;
            let found = corrections(&filing, content, round);
            let (takeable, others): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|correction| correction.way.is_ok());
            rounds.untaken.extend(others);
            let lines: Vec<String> = takeable.iter().map(shown).collect();
            let chosen: Vec<usize> = if asks {
                Question { verb: "收" }.ask(&lines)?
            } else {
                lines.iter().for_each(|line| rounds.shown += &format!("{line}\n"));
                (0..takeable.len()).collect()
            };
            rounds.offered += takeable.len();
            rounds.taken += chosen.len();
            rounds.report = apply(&rounds.report, chosen.iter().map(|at| &takeable[*at]))?;
        }
        Ok(rounds)
    }
}

/// A correction in two or three lines.
fn shown(correction: &Correction) -> String {
    let Correction { what, old, new, .. } = correction;
    match (old.is_empty(), new.is_empty()) {
        (false, false) => {
            let Excerpts { found, expected } = excerpts(new, old);
            format!("{what}\n  填报表：{expected}\n  报告：{found}")
        }
        (true, _) => format!("{what}，报告里多了\n  报告：{new}"),
        (_, true) => format!("{what}，报告里删了\n  填报表：{old}"),
    }
}

/// What cannot be taken, and why.
fn untaken(corrections: &[Correction]) -> String {
    if corrections.is_empty() {
        return String::new();
    }
    let line = |correction: &Correction| {
        let why = correction.way.as_ref().err().copied().unwrap_or_default();
        format!("{}（{why}）\n", shown(correction))
    };
    let lines: String = corrections.iter().map(line).collect();
    format!("\n收不进填报表的 {} 处：\n{lines}", corrections.len())
}
