// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Steps clock = new Steps();

  @Test
  void elsewhereEachStageIsALine() {
    Console console = console(false);

    console.show("starting", "starting, 0 of 2");
    console.show("starting", "starting, 1 of 2");
    clock.advance(75);
    console.show("measuring", "measuring");
    console.show("", "finishing");
    console.report("2 nodes: 1.234 s");
    console.print("end");

    assertThat(text())
        .isEqualTo(
            """
              0:00  starting, 0 of 2
              1:15  measuring
              1:15  2 nodes: 1.234 s
            end
            """);
  }

  @Test
  void onATerminalOneLineIsRewritten() {
    Console console = console(true);

    console.show("starting", "starting, 0 of 2");
    clock.advance(1);
    console.refresh();
    console.show("starting", "starting, 1 of 2");
    console.report("done");
    console.closeLine();

    assertThat(text())
        .isEqualTo(
            "\r\u001b[K  0:00  starting, 0 of 2"
                + "\r\u001b[K  0:01  starting, 0 of 2"
                + "\r\u001b[K  0:01  starting, 1 of 2"
                + "\r\u001b[K"
                + "  0:01  done\n");
  }

  private Console console(boolean terminal) {
    return new Console(new PrintStream(written, true, StandardCharsets.UTF_8), terminal, clock);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static final class Steps extends Clock {
    private Instant now = Instant.EPOCH;

    void advance(long seconds) {
      now = now.plus(Duration.ofSeconds(seconds));
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
