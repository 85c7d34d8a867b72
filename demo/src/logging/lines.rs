use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use tracing_subscriber::fmt::MakeWriter;

use crate::config::LogFormat;

/// How many lines may wait to be written.
const WAITING: usize = 4096;

/// How long the last lines may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// The lines of the log, on their way. Whoever reads them may stop to read: a request does not wait for that. Lines are lost
/// then, and counted.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    waiting: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Message {
    Line(Vec<u8>),
    /// Tells that all lines before are written.
    Written(Sender<()>),
}

impl Lines {
    /// To be written in the background.
    pub(super) fn to(output: impl Write + Send + 'static, format: LogFormat) -> io::Result<Self> {
        let (waiting, lines) = sync_channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&lost);
        thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_all(&lines, output, format, &counted))?;
        Ok(Self { waiting, lost })
    }

    /// Waits for those that are on their way.
    pub(super) fn finish(&self) {
        let start = Instant::now();
        let (written, is_written) = channel();
        let mut last = Message::Written(written);
        while let Err(TrySendError::Full(again)) = self.waiting.try_send(last) {
            if start.elapsed() > PATIENCE {
                return;
            }
            last = again;
            thread::sleep(Duration::from_millis(10));
        }
        let _ = is_written.recv_timeout(PATIENCE.saturating_sub(start.elapsed()));
    }
}

/// A line is written with one call.
impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.waiting.try_send(Message::Line(line.to_vec())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// What cannot be written is lost: there is nobody to tell.
fn write_all(
    lines: &Receiver<Message>,
    mut output: impl Write,
    format: LogFormat,
    lost: &AtomicU64,
) {
    for message in lines {
        match message {
            Message::Line(line) => {
                let _ = output.write_all(&line);
            }
            Message::Written(written) => {
                let _ = written.send(());
            }
        }
        let lost = lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            let _ = output.write_all(note(format, lost).as_bytes());
        }
    }
}

fn note(format: LogFormat, lost: u64) -> String {
    match format {
        LogFormat::Text => format!(" WARN {lost} lines were lost here: nobody read them in time\n"),
        LogFormat::Json => format!("{{\"level\":\"WARN\",\"lost_lines\":{lost}}}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody who reads what is sent to `line` each time that `read` allows it.
    struct Slow {
        read: Receiver<()>,
        line: Sender<String>,
    }

    impl Write for Slow {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            let _ = self.read.recv();
            let _ = self.line.send(String::from_utf8_lossy(line).into_owned());
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_nobody_reads_are_lost_and_counted_and_nobody_waits() {
        let ((allow, read), (line, written)) = (channel(), channel());
        let mut lines = Lines::to(Slow { read, line }, LogFormat::Text).unwrap();
        let start = Instant::now();
        for number in 0..WAITING + 100 {
            lines.write_all(format!("{number}\n").as_bytes()).unwrap();
        }
        assert!(start.elapsed() < Duration::from_secs(10));
        lines.finish();
        drop(allow); // all of it
        lines.finish();
        drop(lines);
        let written: String = written.iter().collect();
        let lost = written
            .lines()
            .find(|line| line.contains("lines were lost"));
        let lost = lost.unwrap().split_whitespace().nth(1).unwrap();
        // One was being written.
        assert!(["99", "100"].contains(&lost), "{lost}");
        assert!(written.starts_with("0\n"), "{}", &written[..20]);
        let kept = written.lines().filter(|line| line.parse::<usize>().is_ok());
        assert_eq!(kept.count() + lost.parse::<usize>().unwrap(), WAITING + 100);
    }

    #[test]
    fn the_last_lines_are_written() {
        let ((allow, read), (line, written)) = (channel(), channel());
        drop(allow);
        let mut lines = Lines::to(Slow { read, line }, LogFormat::Text).unwrap();
        lines.write_all(b"the last\n").unwrap();
        lines.finish();
        assert_eq!(written.try_recv().unwrap(), "the last\n");
    }
}
