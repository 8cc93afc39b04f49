// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareMainTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void comparesAndNamesWhatIsNotTheSame() throws IOException {
    Path before = benchmark("before", "runner:1", "1", "[10, 10.1, 9.9]", "[5, 5.1, 4.9]");
    Path after = benchmark("after", "runner:2", "1", "[13, 13.1, 12.9]", "[5, 5.1, 4.95]");
    assertThat(compare(before, after)).isEqualTo(CompareMain.COMPARED);
    assertThat(text(out).lines())
        .anyMatch(line -> line.startsWith("1 node: slower, 30 %"))
        .anyMatch(line -> line.startsWith("2 nodes: no difference of more than 5 % shown"))
        .contains("image is not the same");
    List<String> table = Files.readAllLines(folder.resolve("out/comparison.csv"));
    assertThat(table).hasSize(5);
    assertThat(table.get(1)).startsWith("job of 2026-01-30T00:00:00Z,1,").endsWith(",,,");
    assertThat(table.get(3)).startsWith("job of 2026-01-30T00:00:00Z,1,").endsWith(",Slower");
    assertThat(Files.readString(folder.resolve("out/comparison.html")))
        .contains("1 node: slower, 30 %");
  }

  @Test
  void saysWhyTwoCannotBeCompared() throws IOException {
    Path before = benchmark("before", "runner:1", "1", "[10, 10.1, 9.9]", "[5, 5.1, 4.9]");
    Path after = benchmark("after", "runner:1", "4", "[3, 3.1, 2.9]", "[2, 2.1, 1.9]");
    assertThat(compare(before, after)).isEqualTo(CompareMain.INCOMPARABLE);
    assertThat(text(out).lines())
        .first()
        .isEqualTo("the two cannot be compared: executors.cores was 1, and is 4 now");
    assertThat(Files.readAllLines(folder.resolve("out/comparison.csv")).get(3)).endsWith(",,,");
  }

  @Test
  void saysWhatItWasGiven() throws IOException {
    Path before = benchmark("before", "runner:1", "1", "[10, 10.1, 9.9]", "[5, 5.1, 4.9]");
    Path wrong = Files.writeString(folder.resolve("wrong"), "{}");
    assertThat(compare(before, wrong)).isEqualTo(CompareMain.USAGE);
    assertThat(text(err)).contains("the second file is no performance.json of a benchmark");
    assertThat(compare(before, folder.resolve("missing"))).isEqualTo(CompareMain.USAGE);
    assertThat(CompareMain.execute(List.of("a"), stream(out), stream(err)))
        .isEqualTo(CompareMain.USAGE);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private int compare(Path before, Path after) {
    return CompareMain.execute(
        List.of(before.toString(), after.toString(), folder.resolve("out").toString()),
        stream(out),
        stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private Path benchmark(String name, String image, String cores, String one, String two)
      throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        {"job_id": "job", "completed_at": "2026-01-30T00:00:00Z", "trials": 3, "tasks": ["row_count"],
         "configuration": {"executors.cores": "%s", "image": "%s"},
         "runs": [{"nodes": 1, "time_sec": 1, "trials": 3, "samples_sec": %s, "cost": 0.5},
                  {"nodes": 2, "time_sec": 1, "trials": 3, "samples_sec": %s, "cost": null}]}
        """
            .formatted(cores, image, one, two));
  }
}
