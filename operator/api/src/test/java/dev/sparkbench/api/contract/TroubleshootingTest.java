// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for users whose benchmark fails lists every reason, and says which are retried. */
class TroubleshootingTest {

  private static final Path PAGE =
      Path.of(System.getProperty("sparkbench.root"), "crds", "TROUBLESHOOTING.md");

  private static final Pattern CODE = Pattern.compile("`([A-Za-z]+)`");

  /** A row of the table of reasons. */
  private record Row(List<String> reasons, String retries) {}

  @Test
  void everyReasonHasARow() throws IOException {
    assertThat(rows().stream().flatMap(row -> row.reasons().stream()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FailureReason.values()).map(FailureReason::code).toList());
  }

  @Test
  void theRowSaysWhetherARunIsTriedAgain() throws IOException {
    for (Row row : rows()) {
      for (String code : row.reasons()) {
        assertThat(row.retries()).as(code).isEqualTo(retries(FailureReason.fromCode(code)));
      }
    }
  }

  private static String retries(FailureReason reason) {
    if (reason.isDisruption()) {
      return "again";
    }
    return reason.isTransient() ? "retried" : "";
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.startsWith("| reason |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|"))
        .map(cells -> new Row(codes(cells[1]), cells[2].strip()))
        .toList();
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }
}
