package dev.sparkbench.local.console;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Where the user looks. On a terminal, what is going on is one line that is written over again and
 * again; elsewhere, such as in a build's log, each new stage is a line.
 */
public final class Console {

  private static final String REWRITE_LINE = "\r\u001b[K";

  /** A line that the terminal breaks cannot be rewritten. */
  private static final int MAX_LENGTH = 79;

  private final PrintStream out;
  private final boolean terminal;
  private final Clock clock;
  private final Instant begin;
  private String stage = "";
  private String text = "";
  private boolean lineIsOpen;

  /** Writes to a stream. */
  public Console(PrintStream out, boolean terminal, Clock clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** Whether lines can be rewritten. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Prints a line that stays. */
  public synchronized void print(String line) {
    closeLine();
    out.println(line);
    out.flush();
  }

  /** Prints a line that stays, with the time since the start. */
  public synchronized void report(String line) {
    print(elapsed() + "  " + line);
  }

  /**
   * Shows what is going on.
   *
   * @param newStage the part of it that is worth a line of its own; empty for none
   * @param newText all of it
   */
  public synchronized void show(String newStage, String newText) {
    boolean staged = !newStage.isEmpty() && !newStage.equals(stage);
    stage = newStage;
    text = newText;
    if (terminal) {
      refresh();
    } else if (staged) {
      report(newText);
    }
  }

  /** Brings the time on a terminal's live line up to date. */
  public synchronized void refresh() {
    if (terminal && !text.isEmpty()) {
      String line = elapsed() + "  " + text;
      out.print(REWRITE_LINE + line.substring(0, Math.min(line.length(), MAX_LENGTH)));
      out.flush();
      lineIsOpen = true;
    }
  }

  /** Removes the live line. */
  public synchronized void closeLine() {
    if (lineIsOpen) {
      out.print(REWRITE_LINE);
      out.flush();
      lineIsOpen = false;
    }
  }

  private String elapsed() {
    Duration elapsed = Duration.between(begin, clock.instant());
    return String.format(Locale.ROOT, "%3d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
  }
}
