//! Charts of the report's own numbers.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::report::Report;
use crate::standard::{self, CellId};

/// A chart of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarChart {
    /// What the bars of each group stand for, such as the two years; empty for single bars.
    pub series: Vec<String>,
    /// The groups from the top.
    pub bars: Vec<Bar>,
    /// The measure of the numbers, such as 件.
    pub unit: String,
    /// Whether the shares of the whole are told.
    shares: bool,
}

/// A group of bars: one, or one for each of the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What is printed beside it.
    pub label: String,
    /// Its numbers.
    pub values: Vec<Decimal>,
}

impl BarChart {
    /// A chart of a report's numbers; none where it wants last year's report and there is
    /// none, or none with these cells.
    pub(super) fn of(
        data: &standard::Chart,
        report: &Report,
        last: Option<&Report>,
    ) -> Option<Self> {
        let mut years = vec![report];
        if data.last_year {
            years.push(last?);
        }
        let cells = |of: &Report, bar: &standard::ChartBar| {
            of.standard.cells_of(&data.table, &bar.row, &bar.column)
        };
        // What last year's format does not have is not nought.
        if data
            .bars
            .iter()
            .any(|bar| years.iter().any(|of| cells(of, bar).is_empty()))
        {
            return None;
        }
        let sum = |of: &Report, ids: Vec<CellId>| -> Decimal {
            ids.into_iter().map(|id| of.value(id)).sum()
        };
        let bars = data.bars.iter().map(|bar| Bar {
            label: bar.label.clone(),
            values: years.iter().map(|of| sum(of, cells(of, bar))).collect(),
        });
        let series = years.iter().map(|of| format!("{}年", of.year.value));
        let cell = data.bars.iter().flat_map(|bar| cells(report, bar)).next()?;
        Some(Self {
            bars: bars.collect(),
            series: if data.last_year {
                series.collect()
            } else {
                Vec::new()
            },
            unit: report.standard.part(cell).unit.clone(),
            shares: data.shares,
        })
    }

    /// A chart of these bars, for tests.
    #[cfg(test)]
    pub fn new(series: Vec<String>, bars: Vec<Bar>, unit: &str) -> Self {
        Self {
            series,
            bars,
            unit: unit.to_owned(),
            shares: false,
        }
    }

    /// Whether there is anything to show.
    pub fn is_empty(&self) -> bool {
        self.bars
            .iter()
            .flat_map(|bar| &bar.values)
            .all(Decimal::is_zero)
    }

    /// The words at the end of a bar, such as `288件（38.5%）`.
    pub fn value(&self, value: Decimal) -> String {
        let whole: Decimal = self.bars.iter().flat_map(|bar| &bar.values).sum();
        let share = (value * Decimal::ONE_HUNDRED)
            .checked_div(whole)
            .filter(|_| self.shares);
        let rounded = |share: Decimal| {
            share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
        };
        let share = share.map_or(String::new(), |share| {
            format!("（{}%）", rounded(share).normalize())
        });
        format!("{value}{}{share}", self.unit)
    }

    /// All that it tells, in words.
    pub(super) fn words(&self) -> String {
        let bars = self.bars.iter().map(|bar| {
            let values = bar.values.iter().enumerate().map(|(i, value)| {
                let series = self.series.get(i).map_or("", String::as_str);
                format!("{series}{}", self.value(*value))
            });
            format!("{}{}", bar.label, values.collect::<Vec<_>>().join("、"))
        });
        format!("条形图：{}。", bars.collect::<Vec<_>>().join("，"))
    }
}
