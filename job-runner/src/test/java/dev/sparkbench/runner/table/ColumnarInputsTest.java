package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet and ORC objects as other tools write them, and such as differ from each other. */
class ColumnarInputsTest {

  private static final Path RESOURCES = Path.of("src", "test", "resources", "columnar");

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @TempDir Path folder;

  @Test
  void pandasWritesNanoseconds() {
    Opened opened = open("nanosecond-timestamps");

    assertThat(opened.schema()).isEqualTo("t BIGINT,v DOUBLE");
    assertThat(opened.reading().footers().remarks())
        .containsExactly(
            "column 't' has points in time as nanoseconds in 1 of 1 objects (nanosecond-timestamps/t.parquet), which Spark has no type for: they are read as whole numbers, nanoseconds since 1970");
    System.out.println(opened.rows());
  }

  @Test
  void some() {
    for (String name :
        List.of(
            "types-spark-cannot-read",
            "more-types-spark-cannot-read",
            "dates-before-1582",
            "column-case",
            "columns-differ",
            "types-differ",
            "column-of-none",
            "nanoseconds-and-dates",
            "int96-before-1582",
            "orc-before-1582",
            "orc-types-differ")) {
      try {
        Opened opened = open(name);
        System.out.println(name + " " + opened.schema() + " " + opened.reading().footers());
        System.out.println(opened.rows().stream().limit(5).toList());
      } catch (RuntimeException e) {
        System.out.println(name + " " + e);
      }
    }
  }

  private Opened open(String name) {
    return Opened.of(upload(name));
  }

  private RunRequests upload(String name) {
    return upload(RESOURCES.resolve(name), name);
  }

  private RunRequests upload(Path files, String name) {
    try (Stream<Path> all = Files.walk(files)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> store.put(bucket, name + "/" + files.relativize(file), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RunRequests.of("s3://" + bucket + "/" + name)
        .format(name.startsWith("orc") ? "orc" : "parquet");
  }
}
