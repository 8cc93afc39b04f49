// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.UnreadParameters;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.SelectedTask;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the profile, which is all tasks, says of columns of every type. */
class EveryColumnTypeTest {

  // Values a, b, a, and a null; so a mean of (2a + b) / 3, a skewness of -1/√2 where b is smaller,
  // an excess kurtosis of -3/2, a correlation of 1, and, of four rows, one copy.
  private static final String ROWS =
      """
      SELECT * FROM VALUES
        (true, 1Y, 100S, 7, 70L, 0.5F, 1.5D, 1.50BD, 'ab', X'0102', date'2026-01-01',
          timestamp'2026-01-01 10:00:00', array(1, 2), map('a', 1), named_struct('x', 1)),
        (false, -1Y, 0S, 0, -70L, -0.5F, -1.5D, -2.25BD, 'äö𝄞', X'', date'2026-01-03',
          timestamp'2026-01-02 00:00:00', array(), map('a', 1, 'b', 2), named_struct('x', 2)),
        (true, 1Y, 100S, 7, 70L, 0.5F, 1.5D, 1.50BD, 'ab', X'0102', date'2026-01-01',
          timestamp'2026-01-01 10:00:00', array(1, 2), map('a', 1), named_struct('x', 1)),
        (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)
      AS t(flag, tiny, small, whole, big, single, double, amount, text, bytes, day, moment, list, pairs, inner)
      """;

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "profile.histogram.bins",
          "3",
          "profile.top_values.k",
          "1",
          "profile.correlation.maxColumns",
          "2");

  /** Column, task and output; no column if the output is that of the table. */
  private static final String ANSWERS =
      """
      flag | schema | {'type':'boolean','nullable':true}
      flag | quantiles | {'p01':false,'p05':false,'p25':false,'p50':true,'p75':true,'p95':true,'p99':true,'rank_error':0.0,'exact':true}
      flag | top_values | {'values':[{'value':true,'count':2}],'count_error':0,'exact':true}
      tiny | min_max_mean | {'min':-1,'max':1,'mean':0.3333333333333333}
      tiny | sum | 1
      tiny | skewness_kurtosis | {'skewness':-0.7071067811865475,'excess_kurtosis':-1.5}
      small | min_max_mean | {'min':0,'max':100,'mean':66.66666666666667}
      small | zero_negative_nan | {'zeros':1,'negative':0,'nan':0,'infinity':0,'negative_infinity':0}
      whole | sum | 14
      whole | histogram | {'edges':[0.0,2.3333333333333335,4.666666666666667,7.0],'counts':[1,0,2],'rank_error':0.0,'exact':true}
      big | stddev | {'stddev':80.82903768654761,'variance':6533.333333333333}
      big | quantiles | {'p01':-70,'p05':-70,'p25':-70,'p50':70,'p75':70,'p95':70,'p99':70,'rank_error':0.0,'exact':true}
      single | sum | 0.5
      single | top_values | {'values':[{'value':0.5,'count':2}],'count_error':0,'exact':true}
      double | zero_negative_nan | {'zeros':0,'negative':1,'nan':0,'infinity':0,'negative_infinity':0}
      double | schema | {'type':'double','nullable':true}
      amount | min_max_mean | {'min':-2.25,'max':1.50,'mean':0.250000}
      amount | sum | 0.75
      amount | quantiles | {'p01':-2.25,'p05':-2.25,'p25':-2.25,'p50':1.50,'p75':1.50,'p95':1.50,'p99':1.50,'rank_error':0.0,'exact':true}
      text | string_lengths | {'min':2,'max':3,'mean':2.3333333333333335,'empty':0}
      text | schema | {'type':'string','nullable':true,'format':'text'}
      text | top_values | {'values':[{'value':'ab','count':2}],'count_error':0,'exact':true}
      text | distinct_count | {'count':2,'standard_error':0.0,'exact':true}
      bytes | top_values | {'values':[{'value':'0102','count':2}],'count_error':0,'exact':true}
      bytes | string_lengths | {'min':0,'max':2,'mean':1.3333333333333333,'empty':1}
      day | quantiles | {'p01':'2026-01-01','p05':'2026-01-01','p25':'2026-01-01','p50':'2026-01-01','p75':'2026-01-03','p95':'2026-01-03','p99':'2026-01-03','rank_error':0.0,'exact':true}
      day | min_max_mean | {'min':'2026-01-01','max':'2026-01-03'}
      moment | min_max_mean | {'min':'2026-01-01T10:00:00Z','max':'2026-01-02T00:00:00Z'}
      moment | top_values | {'values':[{'value':'2026-01-01T10:00:00Z','count':2}],'count_error':0,'exact':true}
      list | string_lengths | {'min':0,'max':2,'mean':1.3333333333333333,'empty':1}
      list | schema | {'type':'array<int>','nullable':true}
      pairs | string_lengths | {'min':1,'max':2,'mean':1.3333333333333333,'empty':0}
      inner | null_percentage | 25.0
      inner | schema | {'type':'struct<x:int>','nullable':true}
      | row_count | {'rows':4}
      | correlation | {'columns':['tiny','small'],'matrix':[[1.0,1.0],[1.0,1.0]],'left_out':5}
      | duplicate_rows | {'duplicates':1,'distinct':3,'standard_error':0,'exact':true,'expected_false_duplicates':2.439454888092385E-19}
      """;

  private static JsonNode ofAllTypes;

  /**
   * Computed once for all tests that only read it, because computing it for each took most of their
   * time.
   */
  @BeforeAll
  static void profileAllTypes() {
    ofAllTypes = profile(spark(ROWS));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = ANSWERS)
  void hasADefinedAnswer(String column, String task, String expected) {
    assertThat(ofAllTypes.at((column == null ? "/" : "/columns/" + column + "/") + task))
        .hasToString(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyTaskHasAnAnswerHere(String task) {
    assertThat(ANSWERS.lines().map(line -> line.split("[|]")[1].strip()))
        .as("ANSWERS: add lines for %s, one for each kind of column that it looks at", task)
        .contains(task);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyTaskReadsAllItsParameters(String task) {
    assertThat(UnreadParameters.of(JobType.DESCRIPTIVE, task, values -> unread(task, values)))
        .as(
            "parameters that DescriptiveTasks declares for %s and that its class never reads, with any of its flags and choices: read them, or declare them no more",
            task)
        .isEmpty();
  }

  private static Set<String> unread(String task, Map<String, String> values) {
    List<SelectedTask<DescriptiveTask>> tasks =
        ImplementedTasks.select(new TaskWorkload(JobType.DESCRIPTIVE, List.of(task), values));
    new FusedPass(tasks, Table.of(spark(ROWS), List.of())).compute().outputs();
    return tasks.get(0).parameters().unread();
  }

  static List<String> tasks() {
    return TaskCatalogue.names(JobType.DESCRIPTIVE).stream()
        .filter(task -> !task.equals("profile"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "inner, null_percentage schema",
    "list, null_percentage string_lengths schema",
    "text, null_percentage distinct_count top_values string_lengths schema"
  })
  void onlyTasksThatMeanSomethingOfATypeAppear(String column, String tasks) {
    assertThat(ofAllTypes.at("/columns/" + column).fieldNames())
        .toIterable()
        .as("tasks whose looksAt() is true of the type of the column %s", column)
        .containsExactly(tasks.split(" "));
  }

  @Test
  void withoutRowsNothingIsMadeUp() {
    JsonNode empty = profile(spark(ROWS).limit(0));
    assertThat(empty.at("/row_count")).hasToString("{\"rows\":0}");
    assertThat(empty.at("/columns/double/stddev"))
        .hasToString("{\"stddev\":null,\"variance\":null}");
    assertThat(empty.at("/columns/double/sum")).hasToString("null");
    assertThat(empty.at("/columns/double/quantiles/p50")).hasToString("null");
    assertThat(empty.at("/columns/double/histogram"))
        .hasToString("{\"edges\":[],\"counts\":[],\"rank_error\":0.0,\"exact\":true}");
    assertThat(empty.at("/columns/text/top_values"))
        .hasToString("{\"values\":[],\"count_error\":0,\"exact\":true}");
    assertThat(empty.at("/columns/text/schema/format")).hasToString("null");
    assertThat(empty.at("/correlation/matrix/0/1")).hasToString("null");
    assertThat(empty.at("/duplicate_rows/duplicates")).hasToString("0");
  }

  @Test
  void aColumnOfNullsHasNoValues() {
    JsonNode column =
        profile(spark("SELECT cast(null AS double) AS x FROM range(3)")).at("/columns/x");
    assertThat(column.get("null_percentage")).hasToString("100.0");
    assertThat(column.get("min_max_mean")).hasToString("{\"min\":null,\"max\":null,\"mean\":null}");
    assertThat(column.at("/distinct_count/count")).hasToString("0");
  }

  @Test
  void nanAndInfinityAreCountedAndSpoilOnlyWhatTheyHaveTo() {
    JsonNode x =
        profile(
                spark(
                    "SELECT * FROM VALUES (1.0D), (3.0D), (-0.0D), (double('NaN')),"
                        + " (double('Infinity')), (double('-Infinity')) AS t(x)"))
            .at("/columns/x");
    assertThat(x.get("zero_negative_nan"))
        .hasToString(
            "{\"zeros\":1,\"negative\":1,\"nan\":1,\"infinity\":1,\"negative_infinity\":1}");
    assertThat(x.at("/stddev/stddev").asText()).isEqualTo("NaN");
    assertThat(x.at("/sum").asText()).isEqualTo("NaN");
    // Finite values only.
    assertThat(x.get("histogram"))
        .hasToString(
            "{\"edges\":[0.0,1.0,2.0,3.0],\"counts\":[1,1,1],\"rank_error\":0.0,\"exact\":true}");
  }

  @Test
  void nullsOfOneColumnAreNotTakenForThoseOfTheNext() {
    Dataset<Row> data =
        spark("SELECT * FROM VALUES (1, null, 10), (2, 3, 20), (3, 4, 30) AS t(x, y, z)");
    JsonNode columns = profile(data.coalesce(1)).get("columns");
    assertThat(columns.at("/y/sum")).hasToString("7");
    assertThat(columns.at("/z/sum")).hasToString("60");
  }

  @Test
  void aHistogramSpansTheWholeRangeOfDoubles() {
    assertThat(histogram("-1.7E308D", "-5E307D", "1.7E308D"))
        .isEqualTo("[-1.7E308,-5.666666666666666E307,5.666666666666668E307,1.7E308] [1,1,1]");
    // Two bins have the same edges where there are not enough doubles between.
    assertThat(histogram("1000000000000D", "1000000000000.0001D", "1000000000000.0002D"))
        .isEqualTo(
            "[1.0E12,1.0000000000000001E12,1.0000000000000001E12,1.0000000000000002E12] [1,0,2]");
    assertThat(histogram("-4.9E-324D", "0D", "4.9E-324D"))
        .isEqualTo("[-4.9E-324,0.0,0.0,4.9E-324] [1,0,2]");
  }

  private String histogram(String... values) {
    String rows = String.join("), (", values);
    JsonNode histogram =
        profile(spark("SELECT * FROM VALUES (" + rows + ") AS t(x)")).at("/columns/x/histogram");
    return histogram.get("edges") + " " + histogram.get("counts");
  }

  @ParameterizedTest
  @CsvSource({
    "'true,FALSE',boolean",
    "'1,-20',integer",
    "'1,2.5e3',number",
    "'2026-01-01,1999-12-31',date",
    "'2026-01-01 10:00:00,2026-01-01T10:00:00',timestamp",
    "'1,x',text"
  })
  void textsTellWhatTheyCanBeReadAs(String values, String format) {
    assertThat(
            profile(spark("SELECT explode(split('%s', ',')) AS x".formatted(values)))
                .at("/columns/x/schema/format")
                .asText())
        .isEqualTo(format);
  }

  private static Dataset<Row> spark(String sql) {
    LocalSpark.spark().conf().set("spark.sql.session.timeZone", "UTC");
    return LocalSpark.spark().sql(sql);
  }

  private static JsonNode profile(Dataset<Row> data) {
    TaskWorkload workload = new TaskWorkload(JobType.DESCRIPTIVE, List.of("profile"), PARAMETERS);
    return new FusedPass(ImplementedTasks.select(workload), Table.of(data, List.of()))
        .compute()
        .outputs()
        .get("profile");
  }
}
