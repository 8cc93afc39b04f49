// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverLogTest {

  private static final int MOST = 1 << 20;

  @TempDir Path folder;

  @Test
  void isKeptFromTheOlderFileOnWhereTheNewOneHasJustBegun() throws Exception {
    Path log = Files.writeString(folder.resolve("driver.log"), "new\n");
    assertThat(DriverLog.end(log)).isEqualTo("new\n");

    Files.writeString(folder.resolve("driver.log.1"), "old\n");
    assertThat(DriverLog.end(log)).isEqualTo("old\nnew\n");

    Files.writeString(folder.resolve("driver.log.1"), "first" + "x".repeat(MOST) + "old\n");
    assertThat(DriverLog.end(log)).hasSize(MOST).startsWith("xxx").endsWith("xold\nnew\n");

    Files.writeString(log, "first" + "y".repeat(MOST) + "new\n");
    assertThat(DriverLog.end(log)).hasSize(MOST).startsWith("yyy").endsWith("ynew\n");
  }
}
