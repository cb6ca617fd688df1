//! `take`: what was corrected in a finished file, taken into its form.

use super::args::{EditReader, TakeArgs};
use super::asking::Question;
use super::outcome::VerbOutcome;
use super::show;
use super::target::{HeldForm, may_be_changed, next_step};
use super::world::disk;
use super::{Done, Trouble};
use nianbao::compare::{compare, human};
use nianbao::disk::read::read_finished;
use nianbao::disk::write::write_over_unchanged;
use nianbao::edit::revise;
use nianbao::filing::names::show_path;
use nianbao::filing::{Filing, Related, World};
use nianbao::finding::count;
use nianbao::readback::{self, Content, DocumentKind, Excerpts, excerpts};
use nianbao::report::Report;
use nianbao::take::json::render as corrections_json;
use nianbao::take::{Correction, ROUNDS, apply, belongs, corrections};

pub(super) fn run(args: &TakeArgs) -> Result<VerbOutcome, Trouble> {
    let disk = disk(&args.how.cells, &args.how.looks)?;
    let content = match read_content(args)? {
        Ok(content) => content,
        Err(outcome) => return Ok(*outcome),
    };
    let held = HeldForm::open(&disk, &args.form)?;
    let (bytes, old) = (&held.bytes, &held.filing);
    let Some(report) = &old.report else {
        return Ok(VerbOutcome::of_unreadable([held.filing]));
    };
    if !belongs(old, &content) {
        let (file, form) = (show_path(&args.file), show_path(&args.form));
        let message = format!("{file} 和 {form} 大半对不上，像是另一份报告，没有收");
        return Err(Trouble(message));
    }
    let rounds = Rounds::make(args, &disk, old, &content)?;
    // What is not taken, or only listed, still differs.
    let only_listed = args.dry_run || args.how.format != EditReader::Human && !args.yes;
    let all = rounds.all.iter().all(|(_, taken)| *taken && !only_listed);
    let mut outcome = VerbOutcome::new(if all { Done::Sound } else { Done::Faulty });
    outcome.document = Some(corrections_json(&rounds.all, false));
    outcome.said.clone_from(&rounds.shown);
    outcome.said += &tell_untaken(&rounds.all);
    if rounds.taken == 0 {
        outcome.notes = match (rounds.offered, rounds.all.len()) {
            (0, 0) => format!("{} 和填报表一致，没有要收的\n", show_path(&args.file)),
            (0, _) => "没有能收进填报表的\n".to_owned(),
            _ => "一处也没有收，没有写入\n".to_owned(),
        };
        return Ok(outcome);
    }
    let revised = revise(
        bytes,
        report,
        &rounds.report,
        disk.standards(),
        disk.terms().options,
    )?;
    let new = Filing::open(&disk, &old.name, &revised)?;
    if let Some(comparison) = compare(old, &new) {
        outcome.said += &human::render(&comparison, show::colour());
    }
    let form = show_path(&args.form);
    let sound = count(&new.findings).0 == 0;
    if !sound {
        outcome.done = Done::Faulty;
    }
    outcome.notes = if only_listed {
        format!("没有写入（--dry-run）：{form}\n")
    } else {
        may_be_changed(old)?;
        write_over_unchanged(&args.form, bytes, &revised)?;
        outcome.document = Some(corrections_json(&rounds.all, true));
        let next = next_step(&form, sound);
        format!("收了 {} 处，更新  {form}\n{next}\n", rounds.taken)
    };
    Ok(outcome)
}

/// What the finished file says, or what is wrong with it.
fn read_content(args: &TakeArgs) -> Result<Result<Content, Box<VerbOutcome>>, Trouble> {
    let bytes = read_finished(&args.file)?;
    let name = args.file.display().to_string();
    let is_page = readback::document_kind(&bytes) == Some(DocumentKind::Page);
    let Some(format) = readback::format_of(&bytes).filter(|_| !is_page) else {
        let name = show_path(&args.file);
        return Err(Trouble(format!("{name} 不是 DOCX 或 TXT 报告")));
    };
    match readback::read(&name, format, &bytes) {
        Ok(content) => Ok(Ok(content)),
        Err(finding) => {
            let mut outcome = VerbOutcome::new(Done::Faulty);
            outcome.findings = Some(vec![*finding]);
            Ok(Err(Box::new(outcome)))
        }
    }
}

/// What came of all rounds.
struct Rounds {
    /// The report with what was taken.
    report: Report,
    taken: usize,
    offered: usize,
    /// All corrections, and whether each was taken.
    all: Vec<(Correction, bool)>,
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
        let report = old
            .report
            .clone()
            .ok_or_else(|| Trouble("填报表读不懂".to_owned()))?;
        let mut rounds = Self {
            report,
            taken: 0,
            offered: 0,
            all: Vec::new(),
            shown: String::new(),
        };
        // A program is not asked.
        let human = args.how.format == EditReader::Human;
        let asks = human && !args.yes && !args.dry_run;
        for round in ROUNDS {
            let last = old.related.last.clone();
            let related = last.map_or_else(Related::default, Related::last_year);
            let filing = Filing::of(world, &old.name, rounds.report.clone(), related)?;
            let found = corrections(&filing, content, round);
            let (takeable, others): (Vec<_>, Vec<_>) = found
                .into_iter()
                .partition(|correction| correction.way.is_ok());
            let chosen = rounds.choose(&takeable, asks)?;
            rounds.offered += takeable.len();
            rounds.taken += chosen.len();
            rounds.report = apply(&rounds.report, chosen.iter().map(|at| &takeable[*at]))?;
            for (at, one) in takeable.into_iter().enumerate() {
                rounds.all.push((one, chosen.contains(&at)));
            }
            for other in others {
                rounds.all.push((other, false));
            }
        }
        Ok(rounds)
    }

    /// The indices of the corrections that are taken: those that somebody takes who is asked, else
    /// all, which are listed.
    fn choose(&mut self, takeable: &[Correction], asks: bool) -> Result<Vec<usize>, Trouble> {
        let lines: Vec<String> = takeable.iter().map(show_correction).collect();
        if asks {
            return Question { verb: "收" }.ask(&lines);
        }
        for line in lines {
            self.shown += &format!("{line}\n");
        }
        Ok((0..takeable.len()).collect())
    }
}

/// A correction in two or three lines.
fn show_correction(correction: &Correction) -> String {
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
fn tell_untaken(all: &[(Correction, bool)]) -> String {
    let mut count = 0;
    let mut lines = String::new();
    for (correction, _) in all {
        if let Err(why) = &correction.way {
            count += 1;
            lines += &format!("{}（{why}）\n", show_correction(correction));
        }
    }
    if count == 0 {
        return lines;
    }
    format!("\n收不进填报表的 {count} 处：\n{lines}")
}
