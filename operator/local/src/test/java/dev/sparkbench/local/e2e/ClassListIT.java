// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the list of classes that Spark's executors load, from which {@code ClassArchive} is
 * created. A driver loads most of them too. The classes that only a driver loads are half as many
 * again; archiving them would take longer than the drivers of a benchmark save. Run it after a
 * change of Spark's version: {@code mvn verify -Dit.test=ClassListIT -Dit.excludedGroups=none}.
 */
@Tag("class-list")
class ClassListIT {

  private static final Path LIST =
      Path.of(
          System.getProperty("sparkbench.root"),
          "operator/local/src/main/resources/spark-classes.txt");

  private static final String EXECUTOR = "dev.sparkbench.runner.ExecutorMain ";

  /** Classes of a jar, or of the JDK if they are not in the JDK's own archive. */
  private static final Pattern LOADED = Pattern.compile("(\\S+) source: (?:file|jrt):.*");

  /** Classes that the JVM, Java's reflection or Spark generates at run time. */
  private static final Pattern MADE_AT_RUN_TIME =
      Pattern.compile(
          ".*(/|\\$\\$Lambda|LambdaForm|\\$Proxy\\d|GeneratedConstructor|GeneratedClass).*");

  @TempDir Path folder;

  @ClusterFolder private Path clusterFolder;

  @Test
  void theClassesOfTheSample() throws Exception {
    // Instead of the options with the archive, with which nothing would be loaded.
    Map<String, String> environment =
        Map.of("JDK_JAVA_OPTIONS", "\"-Xlog:class+load:file=%s/%%p.log:none\"".formatted(folder));
    try (TestCluster cluster = new LocalTestCluster(clusterFolder, environment);
        Scenario scenario = new Scenario(cluster, "class-list")) {
      scenario.putDataset(20_000);
      cluster.startOperator();
      scenario.applyWorkload(
          "jobConfig: {type: descriptive, tasks: [row_count, min_max_mean, null_percentage]}",
          List.of(1, 2));

      assertThat(scenario.awaitEnd().phase()).isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
    }
    SortedSet<String> names = names();
    // Spark alone is thousands.
    assertThat(names).hasSizeGreaterThan(5_000);
    Files.write(LIST, names);
    System.out.printf("%s: %d classes%n", LIST, names.size());
  }

  private SortedSet<String> names() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (Stream<Path> logs = Files.list(folder)) {
      for (Path log : logs.toList()) {
        List<String> lines = Files.readAllLines(log);
        if (lines.stream().noneMatch(line -> line.startsWith(EXECUTOR))) {
          continue;
        }
        for (String line : lines) {
          Matcher loaded = LOADED.matcher(line);
          if (loaded.matches() && !MADE_AT_RUN_TIME.matcher(loaded.group(1)).matches()) {
            names.add(loaded.group(1));
          }
        }
      }
    }
    return names;
  }
}
