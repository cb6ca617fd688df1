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
        let mut bars = Vec::with_capacity(data.bars.len());
        for bar in &data.bars {
            let mut values = Vec::with_capacity(years.len());
            for year in &years {
                values.push(sum(year, data, bar)?);
            }
            bars.push(Bar {
                label: bar.label.clone(),
                values,
            });
        }
        let series = years.iter().map(|year| format!("{}年", year.year.value));
        let cell = *cells(report, data, data.bars.first()?).first()?;
        Some(Self {
            bars,
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
        let share = (value * Decimal::ONE_HUNDRED).checked_div(whole);
        let share = match share {
            Some(share) if self.shares => {
                let rounded =
                    share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
                format!("（{}%）", rounded.normalize())
            }
            _ => String::new(),
        };
        format!("{value}{}{share}", self.unit)
    }

    /// All that it tells, in words.
    pub(super) fn words(&self) -> String {
        let bars: Vec<String> = self.bars.iter().map(|bar| self.words_of(bar)).collect();
        format!("条形图：{}。", bars.join("，"))
    }

    fn words_of(&self, bar: &Bar) -> String {
        let mut values = Vec::with_capacity(bar.values.len());
        for (index, value) in bar.values.iter().enumerate() {
            let series = self.series.get(index).map_or("", String::as_str);
            values.push(format!("{series}{}", self.value(*value)));
        }
        format!("{}{}", bar.label, values.join("、"))
    }
}

/// The cells that a bar stands for.
fn cells(report: &Report, data: &standard::Chart, bar: &standard::ChartBar) -> Vec<CellId> {
    report.standard.cells_of(&data.table, &bar.row, &bar.column)
}

/// The number of a bar in a report; none where its format has no such cells, which is not nought.
fn sum(report: &Report, data: &standard::Chart, bar: &standard::ChartBar) -> Option<Decimal> {
    let cells = cells(report, data, bar);
    if cells.is_empty() {
        return None;
    }
    Some(cells.into_iter().map(|id| report.value(id)).sum())
}
