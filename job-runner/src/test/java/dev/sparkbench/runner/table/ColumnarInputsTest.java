// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.StoredObject;
import dev.sparkbench.runner.table.footer.FooterFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet and ORC objects as other tools write them, and such as differ from each other. */
class ColumnarInputsTest {

  private static final Path RESOURCES = Path.of("src", "test", "resources", "columnar");

  private static final int GREGORIAN_1500_01_01 = (int) LocalDate.of(1500, 1, 1).toEpochDay();

  // The same words in the Julian calendar mean a day that is nine later.
  private static final int JULIAN_1500_01_01 = GREGORIAN_1500_01_01 + 9;

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @TempDir Path folder;

  @Test
  void nanosecondsAreReadAsWholeNumbers() {
    Opened opened = open("nanosecond-timestamps");

    assertThat(opened.schema()).isEqualTo("t BIGINT,v DOUBLE");
    assertThat(opened.rows()).containsExactly("[1,1.0]", "[2,2.0]", "[3,3.0]");
    assertThat(remarks(opened))
        .containsExactly(
            "column 't' has points in time as nanoseconds in nanosecond-timestamps/t.parquet, which Spark has no type for: they are read as whole numbers, nanoseconds since 1970");
  }

  @Test
  void nanosecondsBesideOldDates() {
    assertThat(open("nanoseconds-and-dates").rows())
        .containsExactly(
            "[0,0001-01-01,1500-01-01 00:00:00.0]", "[1,2020-01-01,2020-01-01 00:00:00.0]");
  }

  @Test
  void aTypeThatTheParquetLibraryDoesNotKnowIsNamed() {
    refused(
        upload("types-spark-cannot-read"),
        "s3://%s/types-spark-cannot-read/t.parquet has columns of types that are newer than Spark's Parquet library, such as FLOAT16, so that it cannot read the object at all: f; write these with another type, or without"
            .formatted(bucket));
  }

  @Test
  void columnsOfTypesThatSparkDoesNotKnowAreLeftOut() {
    RunRequests request = upload("more-types-spark-cannot-read");
    Opened opened = Opened.of(request);

    assertThat(opened.schema()).isEqualTo("id BIGINT,nothing INT,duration BIGINT");
    assertThat(opened.rows()).containsExactly("[1,null,1]", "[2,null,2]");
    String where =
        " in s3://%s/more-types-spark-cannot-read/t.parquet, which Spark cannot read"
            .formatted(bucket);
    assertThat(remarks(opened))
        .containsExactly(
            "column 'nested' is of type group of 1" + where + ": the column is left out",
            "column 'time_ns' is of type INT64 (TIME(NANOS,false))"
                + where
                + ": the column is left out",
            "column 'uuid' is of type FIXED_LEN_BYTE_ARRAY (UUID)"
                + where
                + ": the column is left out",
            "column 'wide' is of type FIXED_LEN_BYTE_ARRAY (DECIMAL(50,2))"
                + where
                + ": the column is left out");
    refused(
        request.columns("id", "wide"),
        "column 'wide' is of type FIXED_LEN_BYTE_ARRAY (DECIMAL(50,2))"
            + where
            + ": write it with another type, or take it out of dataset.columns");
    Opened without = Opened.of(request.columns("id"));
    assertThat(remarks(without)).isEmpty();
    assertThat(without.rows()).hasSize(2);
  }

  @Test
  void datesBefore1582AreWhatTheirWriterMeant() {
    assertThat(open("dates-before-1582").rows())
        .containsExactly(
            "[0001-01-01,1899-12-30T00:00]", "[1500-01-01,2020-01-01T00:00]", "[2020-01-01,null]");
    assertThat(open("int96-before-1582").rows())
        .containsExactly("[1700-01-01 00:00:00.0]", "[2020-01-01 00:00:00.0]");
    assertThat(open("orc-before-1582").rows())
        .containsExactly("[0001-01-01]", "[1500-01-01]", "[2020-01-01]");
  }

  /** Spark's mark is valid for each object separately. */
  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void datesThatSparkWrote(String format) {
    SparkSession spark = LocalSpark.spark();
    spark.conf().set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    spark.conf().set("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED");
    write("old", format, "SELECT DATE '1500-01-01' AS d, TIMESTAMP '1500-01-01 12:00:00' AS t");
    spark.conf().set("spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY");
    spark.conf().set("spark.sql.parquet.int96RebaseModeInWrite", "LEGACY");
    write("old", format, "SELECT DATE '1500-01-02' AS d, TIMESTAMP '1500-01-02 12:00:00' AS t");
    spark.conf().unset("spark.sql.parquet.datetimeRebaseModeInWrite");
    spark.conf().unset("spark.sql.parquet.int96RebaseModeInWrite");

    assertThat(Opened.of(upload(folder.resolve("old"), "old").format(format)).rows())
        .containsExactly(
            "[1500-01-01,1500-01-01 12:00:00.0]", "[1500-01-02,1500-01-02 12:00:00.0]");
  }

  /** As Hive writes them: its schema has a name of its own, and dates are Julian before 1582. */
  @Test
  void datesThatHiveWroteBesideOthers() throws IOException {
    writeDate("hive/a.parquet", "hive_schema", Map.of(), JULIAN_1500_01_01);
    writeDate("hive/b.parquet", "schema", Map.of(), GREGORIAN_1500_01_01);
    writeDate(
        "hive/c.parquet",
        "hive_schema",
        Map.of("writer.date.proleptic", "true"),
        GREGORIAN_1500_01_01);
    Opened opened = Opened.of(upload(folder.resolve("hive"), "hive"));

    assertThat(opened.rows()).containsOnly("[1500-01-01]").hasSize(3);
    assertThat(remarks(opened))
        .containsExactly(
            "dates before 1582 are read as Julian ones, as Hive and old versions of Spark wrote them, in 1 of 3 objects (hive/a.parquet)");
  }

  @Test
  void namesThatDifferInCaseAreOneColumn() {
    Opened opened = open("column-case");

    assertThat(opened.schema()).isEqualTo("Id BIGINT");
    assertThat(opened.rows()).hasSize(200).doesNotContain("[null]").contains("[0]", "[99]");
    assertThat(remarks(opened))
        .containsExactly(
            "column 'Id' is spelled otherwise in 1 of 2 objects (column-case/p2.parquet): it is read as one column");
  }

  @Test
  void namesThatDifferInCaseInsideOfOthersAreOneColumn() {
    write("nested", "parquet", "SELECT named_struct('Lat', 1, 'lon', 2) AS place");
    write("nested", "parquet", "SELECT named_struct('lat', 3, 'lon', 4) AS place");

    assertThat(Opened.of(upload(folder.resolve("nested"), "nested")).rows())
        .containsExactly("[[1,2]]", "[[3,4]]");
  }

  @Test
  void namesOfOneObjectThatDifferInCaseAreTwoColumns() {
    LocalSpark.spark();
    write("both", "parquet", "SELECT 1 AS a, 2 AS A");
    write("both", "parquet", "SELECT 3 AS a");
    Opened opened = Opened.of(upload(folder.resolve("both"), "both"));

    assertThat(opened.rows()).containsExactly("[1,2]", "[3,null]");
    assertThat(remarks(opened).get(0)).startsWith("column 'A' is missing in 1 of 2 objects (");
  }

  @Test
  void aColumnThatIsMissingInAnObjectIsTold() {
    // A summary as some writers make it is no data.
    store.put(bucket, "columns-differ/_metadata", RESOURCES.resolve("dates-before-1582/t.parquet"));
    Opened opened = open("columns-differ");

    assertThat(opened.schema()).isEqualTo("a BIGINT,b STRING");
    assertThat(opened.rows()).containsExactly("[1,null]", "[2,null]", "[3,x]");
    assertThat(remarks(opened))
        .containsExactly(
            "column 'b' is missing in 1 of 2 objects (columns-differ/a.parquet): its rows there count as nulls");
    assertThat(opened.reading().footers().lookedAt()).isEqualTo(2);
  }

  @Test
  void aTypeThatHoldsTheOthersIsTaken() {
    Opened opened = open("types-differ");

    assertThat(opened.schema()).isEqualTo("a BIGINT");
    assertThat(opened.rows()).containsExactly("[1]", "[1]", "[2]", "[2]");
    assertThat(remarks(opened))
        .containsExactly(
            "column 'a' is INT in 1 of 2 objects (types-differ/a.parquet) and BIGINT in 1 of 2 objects (types-differ/b.parquet): it is read as BIGINT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void typesThatHoldTheOthers(String format) {
    write(
        "wide",
        format,
        "SELECT CAST(1 AS SMALLINT) AS a, CAST(0.5 AS FLOAT) AS b, CAST(1.5 AS DECIMAL(3,1)) AS c, 7 AS d, DATE '2020-01-01' AS e");
    write(
        "wide",
        format,
        "SELECT 4294967296L AS a, 0.1D AS b, CAST(2.25 AS DECIMAL(20,2)) AS c, 0.5D AS d, DATE '2020-01-02' AS e");
    Opened opened = Opened.of(upload(folder.resolve("wide"), "wide").format(format));

    assertThat(opened.schema()).isEqualTo("a BIGINT,b DOUBLE,c DECIMAL(20,2),d DOUBLE,e DATE");
    assertThat(opened.rows())
        .containsExactly("[1,0.5,1.50,7.0,2020-01-01]", "[4294967296,0.1,2.25,0.5,2020-01-02]");
  }

  @Test
  void typesOfFoldersWithValuesInTheirNames() {
    write("parts/year=2023", "parquet", "SELECT 1 AS a");
    write("parts/year=2024", "parquet", "SELECT 2L AS a");
    Opened opened = Opened.of(upload(folder.resolve("parts"), "parts"));

    assertThat(opened.schema()).isEqualTo("a BIGINT,year INT");
    assertThat(opened.rows()).containsExactly("[1,2023]", "[2,2024]");
  }

  @Test
  void foldersThatNumbersWouldNotBeTheSameAs() {
    write("codes/zip=02139", "parquet", "SELECT 1 AS a");
    write("codes/zip=10115", "parquet", "SELECT 2L AS a");
    RunRequests request = upload(folder.resolve("codes"), "codes");
    Opened opened = Opened.of(request);

    assertThat(opened.schema()).isEqualTo("a BIGINT,zip STRING");
    assertThat(opened.rows()).containsExactly("[1,02139]", "[2,10115]");
    assertThat(Opened.of(request.schema("zip INT, a BIGINT")).rows())
        .containsExactly("[10115,2]", "[2139,1]");
  }

  @Test
  void foldersOfDifferentColumns() {
    write("mixed/a=1", "parquet", "SELECT 1 AS x");
    write("mixed/b=1", "parquet", "SELECT 1 AS x");

    assertThatThrownBy(() -> Opened.of(upload(folder.resolve("mixed"), "mixed")))
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("its folders of the form column=value differ in their columns");
  }

  /** Those that Spark would take for patterns or for times of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"types-differ", "orc-types-differ", "columns-differ"})
  void namesWithSignsOfPatternsAndColons(String name) {
    List<String> rows = open(name).rows();
    String odd = (name.startsWith("orc") ? "orc" : "") + "x[1]{a,b}/10:30 é%20+/?*";
    RunRequests request = upload(RESOURCES.resolve(name), odd);
    // What the name would stand for as a pattern.
    store.put(bucket, odd.replace("[1]", "1") + "/a", "neither Parquet nor ORC");

    assertThat(Opened.of(request).rows()).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void emptyObjectsBesideOthersHaveNoRows(String format) {
    write("some", format, "SELECT 1 AS a");
    write("some", format, "SELECT 2L AS a");
    RunRequests request = upload(folder.resolve("some"), "some").format(format);
    store.put(bucket, "some/empty", "");

    assertThat(Opened.of(request).rows()).containsExactly("[1]", "[2]");
  }

  /** Its first object was replaced, so not all that is there is part of it. */
  @Test
  void aDeltaTableIsNoFolderOfParquet() throws IOException {
    RunRequests request = upload("delta-table");
    Path log = RESOURCES.resolve("delta-table/_delta_log");
    try (Stream<Path> all = Files.list(log)) {
      all.forEach(file -> store.put(bucket, "delta-table/_delta_log/" + file.getFileName(), file));
    }
    String message =
        "s3://%s/delta-table is a Delta table (it has _delta_log/), and not all objects below it are part of it: set dataset.format to delta"
            .formatted(bucket);

    refused(request, message);
    // Also where the format would be found from the objects.
    refused(request.format(null), message);
  }

  @Test
  void typesOfWhichNoneHoldsTheOther() {
    write("bad/a", "parquet", "SELECT 1L AS a, 1 AS b");
    write("bad/b", "parquet", "SELECT 'x' AS a, 2 AS b");
    RunRequests request = upload(folder.resolve("bad"), "bad");

    assertThatThrownBy(() -> Opened.of(request))
        .isInstanceOf(RunFailure.class)
        .hasMessageMatching(
            "column 'a' is BIGINT in 1 of 2 objects \\(bad/a/part-.*\\.parquet\\) and STRING in 1 of 2 objects \\(bad/b/part-.*\\.parquet\\), which cannot be read as one column: write the objects with one type, or leave the column out of dataset.columns");
    assertThat(Opened.of(request.columns("b")).rows()).containsExactly("[1]", "[2]");
  }

  @Test
  void aColumnWithoutValuesHasTheTypeOfTheOthers() {
    Opened opened = open("column-of-none");

    assertThat(opened.schema()).isEqualTo("id BIGINT,note STRING");
    assertThat(opened.rows()).containsExactly("[1,null]", "[2,null]", "[3,x]");
  }

  @Test
  void orcObjectsThatDifferInAll() {
    Opened opened = open("orc-types-differ");

    assertThat(opened.schema()).isEqualTo("x BIGINT,Id BIGINT");
    assertThat(opened.rows()).containsExactly("[1,1]", "[1099511627776,3]", "[2,2]");
    assertThat(remarks(opened))
        .hasSize(3)
        .contains(
            "columns are in another order in 1 of 2 objects (orc-types-differ/b.orc): they are read by name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void anObjectOfAnotherFormatIsNamed(String format) {
    write("other", format, "SELECT 1 AS a");
    RunRequests request = upload(folder.resolve("other"), "other").format(format);
    store.put(bucket, "other/readme." + format, "no such file, however long it is");

    refused(
        request,
        "s3://%s/other/readme.%s has no footer that can be read as %s (it is damaged, encrypted, or of another format): correct or remove the object, or correct dataset.format"
            .formatted(bucket, format, format.equals("orc") ? "ORC" : "Parquet"));
  }

  @Test
  void theSchemaOfAManifestMayWidenButNotNarrow() {
    write("given", "parquet", "SELECT 300 AS a, 'x' AS b");
    RunRequests request = upload(folder.resolve("given"), "given");

    assertThat(Opened.of(request.schema("a BIGINT")).rows()).containsExactly("[300]");
    refused(
        request.schema("a TINYINT"),
        "dataset.schema gives column 'a' the type TINYINT, but in the objects of s3://%s/given it is INT: give a type that holds all of its values, or leave dataset.schema out"
            .formatted(bucket));
  }

  @Test
  void footersOfManyObjectsAreLookedAtButNotOfAll() {
    List<StoredObject> objects =
        IntStream.range(0, 700)
            .mapToObj(i -> new StoredObject("many/%03d.parquet".formatted(i), 492, "e"))
            .toList();
    Path file = RESOURCES.resolve("columns-differ/a.parquet");
    objects.forEach(object -> store.put(bucket, object.key(), file));
    store.put(bucket, "many/699.parquet", RESOURCES.resolve("columns-differ/b.parquet"));
    FooterFacts footers =
        Opened.of(RunRequests.of("s3://" + bucket + "/many").format("parquet")).reading().footers();

    assertThat(footers.remarks())
        .containsExactly(
            "column 'b' is missing in 511 of 512 objects (such as many/000.parquet): its rows there count as nulls",
            "only 512 of 700 objects were looked at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void fewLargeRowsAreReadAtATime(String format) {
    write(
        "large",
        format,
        "SELECT repeat(uuid(), 5000) AS t FROM (SELECT explode(sequence(1, 20)) AS id)");
    Opened opened = Opened.of(upload(folder.resolve("large"), "large").format(format));

    assertThat(opened.rows()).hasSize(20);
    assertThat(
            Integer.parseInt(
                LocalSpark.current()
                    .conf()
                    .get("spark.sql." + format + ".columnarReaderBatchSize")))
        .isBetween(100, 400);
  }

  private void writeDate(String name, String schema, Map<String, String> marks, int day)
      throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message %s { optional int32 d (DATE); }".formatted(schema));
    java.nio.file.Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(type)
            .withExtraMetaData(marks)
            .build()) {
      writer.write(new SimpleGroupFactory(type).newGroup().append("d", day));
    }
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private static List<String> remarks(Opened opened) {
    return opened.reading().footers().remarks();
  }

  private static void refused(RunRequests request, String message) {
    assertThatThrownBy(() -> Opened.of(request))
        .isInstanceOfSatisfying(
            RunFailure.class,
            e ->
                assertThat(e.failure())
                    .isEqualTo(new Failure(FailureReason.MALFORMED_DATA, message)));
  }

  /** Adds a file with one row. */
  private void write(String name, String format, String query) {
    LocalSpark.spark()
        .sql(query)
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .format(format)
        .save(folder.resolve(name).toUri().toString());
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
          .filter(file -> !file.getFileName().toString().matches("[._].*"))
          .forEach(file -> store.put(bucket, name + "/" + files.relativize(file), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RunRequests.of("s3://" + bucket + "/" + name)
        .format(name.startsWith("orc") ? "orc" : "parquet");
  }
}
