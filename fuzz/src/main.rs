//! The driver: seeds changed and run, one after the other, on a stable compiler.
//!
//! Every input is written to a file before it is run, so that one that ends the process is
//! known. A run is given by target, seed and number alone.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use nianbao_fuzz::memory::Counting;
use nianbao_fuzz::minimise::minimised;
use nianbao_fuzz::mutate::mutate;
use nianbao_fuzz::random::Random;
use nianbao_fuzz::run::{Fault, Run, listen, run, watch};
use nianbao_fuzz::targets::{TARGETS, Target};

#[global_allocator]
static MEMORY: Counting = Counting;

const USAGE: &str =
    "nianbao-fuzz [--target NAME|all] [--runs N] [--seed S] [--seconds T] [--save DIR] [FILE…]

  --target   yaml, workbook, docx, pdf, text, template, font, picture; all by default
  --runs     inputs of each target; 1000 by default, without end where there is --seconds
  --seconds  time for each target
  --seed     where the random numbers start; 1 by default
  --save     the folder for what is found; found/ beside the sources by default
  FILE…      these inputs are run, and no others";

/// Of each kind of fault so many inputs are told and saved; the others are counted.
const TOLD: usize = 5;

struct Args {
    targets: Vec<&'static Target>,
    runs: Option<u64>,
    seed: u64,
    seconds: Option<u64>,
    save: PathBuf,
    files: Vec<PathBuf>,
}

impl Args {
    fn read(mut given: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut args = Self {
            targets: TARGETS.iter().collect(),
            runs: None,
            seed: 1,
            seconds: None,
            save: Path::new(env!("CARGO_MANIFEST_DIR")).join("found"),
            files: Vec::new(),
        };
        while let Some(argument) = given.next() {
            let name = argument.to_string_lossy().into_owned();
            if !name.starts_with("--") {
                args.files.push(argument.into());
                continue;
            }
            let value = given
                .next()
                .ok_or_else(|| format!("{name} wants a value"))?;
            let text = value.to_string_lossy().into_owned();
            match name.as_str() {
                "--target" => args.targets = targets(&text)?,
                "--runs" => args.runs = Some(number(&text)?),
                "--seed" => args.seed = number(&text)?,
                "--seconds" => args.seconds = Some(number(&text)?),
                "--save" => args.save = value.into(),
                _ => return Err(format!("no such option: {name}")),
            }
        }
        Ok(args)
    }

    /// How many inputs a target has.
    fn most(&self) -> u64 {
        let usual = if self.seconds.is_some() {
            u64::MAX
        } else {
            1_000
        };
        self.runs.unwrap_or(usual)
    }
}

fn targets(name: &str) -> Result<Vec<&'static Target>, String> {
    let found: Vec<_> = TARGETS
        .iter()
        .filter(|target| name == "all" || target.name == name)
        .collect();
    if found.is_empty() {
        Err(format!("no such target: {name}"))
    } else {
        Ok(found)
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("no number: {text}"))
}

fn main() -> ExitCode {
    let args = match Args::read(std::env::args_os().skip(1)) {
        Ok(args) => args,
        Err(message) => {
            eprintln!("{message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match driven(&args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{}: {error}", args.save.display());
            ExitCode::from(2)
        }
    }
}

/// Runs all targets; how many faults there were.
fn driven(args: &Args) -> std::io::Result<usize> {
    fs::create_dir_all(&args.save)?;
    listen();
    watch(args.save.clone());
    let mut found = 0;
    println!(
        "{:<10}{:>10}{:>8}{:>6}{:>6}",
        "target", "runs", "panics", "slow", "fat"
    );
    for &target in &args.targets {
        let mut driver = Driver::new(target, args)?;
        if args.files.is_empty() {
            driver.drive(&(target.seeds)())?;
        } else {
            driver.files()?;
        }
        fs::remove_file(&driver.current)?;
        found += driver.counts.values().sum::<usize>();
        println!("{}", driver.row());
    }
    Ok(found)
}

/// A target while it is run.
struct Driver<'a> {
    target: &'static Target,
    args: &'a Args,
    /// The file of the present input.
    current: PathBuf,
    runs: u64,
    /// How often each kind of fault was met.
    counts: BTreeMap<&'static str, usize>,
    /// The faults that were told.
    told: Vec<Fault>,
}

impl<'a> Driver<'a> {
    fn new(target: &'static Target, args: &'a Args) -> std::io::Result<Self> {
        let current = args
            .save
            .join(format!("current-{}-{}", target.name, args.seed));
        if let Ok(left) = fs::read(&current) {
            let kept = args
                .save
                .join(format!("{}-died-{:08x}", target.name, sum(&left)));
            println!(
                "{}: a run before this one died of {}",
                target.name,
                kept.display()
            );
            fs::rename(&current, kept)?;
        }
        let (counts, told) = (BTreeMap::new(), Vec::new());
        Ok(Self {
            target,
            args,
            current,
            runs: 0,
            counts,
            told,
        })
    }

    /// Changes seeds and runs them until there were enough.
    fn drive(&mut self, seeds: &[Vec<u8>]) -> std::io::Result<()> {
        // What is sound is run first: it warms what is opened once.
        for seed in seeds {
            self.input(seed)?;
        }
        let ends = self
            .args
            .seconds
            .map(|seconds| Instant::now() + Duration::from_secs(seconds));
        let mut number = 0;
        while number < self.args.most() && ends.is_none_or(|ends| Instant::now() < ends) {
            // One number more is another input, whatever came before.
            let mut random = Random::new(
                self.args
                    .seed
                    .wrapping_mul(1_000_000_007)
                    .wrapping_add(number),
            );
            self.input(&mutate(seeds, &mut random))?;
            number += 1;
        }
        Ok(())
    }

    /// Runs the files that were named.
    fn files(&mut self) -> std::io::Result<()> {
        for path in &self.args.files {
            self.input(&fs::read(path)?)?;
        }
        Ok(())
    }

    fn input(&mut self, data: &[u8]) -> std::io::Result<()> {
        fs::write(&self.current, data)?;
        let ran = run(self.target.run, data);
        self.runs += 1;
        for fault in ran.faults() {
            *self.counts.entry(fault.name()).or_default() += 1;
            if self.is_news(&fault) {
                self.tell(&fault, &ran, data)?;
                self.told.push(fault);
            }
        }
        Ok(())
    }

    /// A panic is told once for each place; what is slow or fat, a few times.
    fn is_news(&self, fault: &Fault) -> bool {
        let alike = self
            .told
            .iter()
            .filter(|told| told.name() == fault.name())
            .count();
        match fault {
            Fault::Panic(_) => !self.told.contains(fault) && alike < 4 * TOLD,
            Fault::Slow | Fault::Fat => alike < TOLD,
        }
    }

    /// Tells of a fault; the input is saved as it is and as short as it can be.
    fn tell(&self, fault: &Fault, ran: &Run, data: &[u8]) -> std::io::Result<()> {
        let name = format!("{}-{}-{:08x}", self.target.name, fault.name(), sum(data));
        let path = self.args.save.join(&name);
        fs::write(&path, data)?;
        println!(
            "{name}: run {}, {} bytes, {}",
            self.runs,
            data.len(),
            words(ran)
        );
        // The files that somebody names are looked at, not for the first time.
        if self.args.files.is_empty() {
            let mut still = |shorter: &[u8]| run(self.target.run, shorter).faults().contains(fault);
            let shorter = minimised(data, &mut still);
            println!("  {} bytes in {}-short", shorter.len(), path.display());
            fs::write(self.args.save.join(name + "-short"), shorter)?;
        }
        Ok(())
    }

    fn row(&self) -> String {
        let count = |name: &str| self.counts.get(name).copied().unwrap_or_default();
        let counts = ["panic", "slow", "fat"].map(count);
        format!(
            "{:<10}{:>10}{:>8}{:>6}{:>6}",
            self.target.name, self.runs, counts[0], counts[1], counts[2]
        )
    }
}

/// What a run was, in words.
fn words(run: &Run) -> String {
    let measured = format!("{:.2} s, {} MB", run.time.as_secs_f64(), run.memory >> 20);
    match &run.panic {
        Some(panic) => format!("{measured}\n  {}", panic.message.replace('\n', "\n  ")),
        None => measured,
    }
}

/// FNV-1a: a short name for some bytes.
fn sum(data: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    data.iter().fold(0x811C_9DC5, step)
}
