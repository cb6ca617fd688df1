//! Somebody at the keyboard, asked one thing after the other.

use std::io::{BufRead, Write};

use super::Trouble;
use super::show;

/// What the answers are called: 换, 收.
pub(super) struct Question {
    /// The verb.
    pub verb: &'static str,
}

impl Question {
    /// The indices of those things, shown one by one, that the person at the keyboard takes;
    /// the end of the input is a no to all that are left.
    pub fn ask(&self, things: &[String]) -> Result<Vec<usize>, Trouble> {
        let verb = self.verb;
        let mut chosen = Vec::new();
        let mut lines = std::io::stdin().lock().lines();
        for (at, thing) in things.iter().enumerate() {
            let choice = format!("y {verb}  n 不{verb}  a 后面的全{verb}  q 到此为止");
            show::print(&format!("{thing}\n{verb}吗？ {choice}："))?;
            let _ = std::io::stdout().flush();
            loop {
                let Some(Ok(answer)) = lines.next() else {
                    show::print("\n")?;
                    return Ok(chosen);
                };
                let answer = answer.trim().to_lowercase();
                match answer.as_str() {
                    "y" | "yes" | "是" => chosen.push(at),
                    "n" | "no" | "否" | "不" | "" => {}
                    "a" | "all" => {
                        chosen.extend(at..things.len());
                        return Ok(chosen);
                    }
                    "q" | "quit" => return Ok(chosen),
                    answer if answer == verb => chosen.push(at),
                    answer if answer == format!("不{verb}") => {}
                    answer if answer == format!("全{verb}") => {
                        chosen.extend(at..things.len());
                        return Ok(chosen);
                    }
                    _ => {
                        show::print("请回答 y、n、a 或 q：")?;
                        continue;
                    }
                }
                break;
            }
        }
        Ok(chosen)
    }
}
