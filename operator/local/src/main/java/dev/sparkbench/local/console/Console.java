// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Output for the user. On a terminal, the current activity is one line that is overwritten again
 * and again; elsewhere, such as in a build's log, each new stage is a line.
 */
public final class Console {

  private static final String REWRITE_LINE = "\r\u001b[K";

  /** The longest line; a line that the terminal wraps cannot be overwritten. */
  private static final int MAX_LENGTH = 79;

  private final PrintStream out;
  private final boolean terminal;
  private final Clock clock;
  private final Instant begin;
  private String stage = "";
  private String text = "";
  private boolean lineIsOpen;

  /** Creates a console on a stream. */
  public Console(PrintStream out, boolean terminal, Clock clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** Whether lines can be overwritten. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Prints a permanent line. */
  public synchronized void print(String line) {
    closeLine();
    out.println(line);
    out.flush();
  }

  /** Prints a permanent line with the time since the start. */
  public synchronized void report(String line) {
    print(elapsed() + "  " + line);
  }

  /**
   * Shows the current activity.
   *
   * @param newStage the stage, printed as a line of its own if there is no terminal; empty for none
   * @param newText the whole text
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

  /** Updates the time on a terminal's live line. */
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
