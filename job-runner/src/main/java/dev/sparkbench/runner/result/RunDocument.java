// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.runner.machine.Machine;
import dev.sparkbench.runner.measurement.ReplayFacts;
import dev.sparkbench.runner.measurement.RunMetrics;
import dev.sparkbench.runner.table.BadRecordCounts;
import dev.sparkbench.runner.table.Sample;
import dev.sparkbench.runner.table.Splits;
import dev.sparkbench.runner.table.footer.FooterFacts;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code <n>_nodes.json}, and of {@code <n>_nodes_trial_<t>.json} from the second
 * trial on. Field names are those of the file, in another case.
 *
 * @param version the version of this document's form
 * @param jobId names the benchmark
 * @param nodes executor pods of the run
 * @param trial counts from 1
 * @param attempt counts from 1
 * @param finishedAt when measuring ended, in UTC
 * @param type the family of the tasks
 * @param tasks what was computed
 * @param dataset the dataset
 * @param tables further tables, by name; empty if there are none
 * @param outputs each task's output by its name
 * @param remarks remarks about this run; empty if there are none
 * @param timing the measured times
 * @param phases how the driver spent its time
 * @param executors the executors
 * @param metrics what Spark did in the measured iterations
 * @param pins the properties that are the same at every node count, as Spark had them
 * @param environment versions and the rest of the properties
 * @param configuration everything that must be the same in two benchmarks that are compared
 * @param partitions what determines the number of splits and shuffle partitions
 * @param replay the measured tasks, replayed on the slots of other node counts
 */
@RecordBuilder
public record RunDocument(
    int version,
    String jobId,
    int nodes,
    int trial,
    int attempt,
    String finishedAt,
    String type,
    List<String> tasks,
    DatasetFacts dataset,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, DatasetFacts> tables,
    Map<String, JsonNode> outputs,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> remarks,
    Timing timing,
    PhaseSeconds phases,
    ExecutorFacts executors,
    RunMetrics metrics,
    Map<String, String> pins,
    Environment environment,
    Map<String, String> configuration,
    Partitions partitions,
    ReplayFacts replay) {

  /** The version that this code writes. */
  public static final int VERSION = 1;

  /** The JSON pointer to the facts about the dataset. */
  public static final String DATASET = "/dataset";

  /** The JSON pointer to the facts about a further table. */
  public static String table(String name) {
    return "/tables/" + name;
  }

  /** The document as text. */
  public String toJson() {
    return Documents.json(this);
  }

  /**
   * The data.
   *
   * @param uri its path
   * @param format its format
   * @param options the reader options that the manifest gives
   * @param schema its columns as DDL
   * @param schemaGiven whether the manifest gave the schema
   * @param sample what the schema was inferred from, in this run or an earlier one; null if it was
   *     not inferred
   * @param footers facts from the footers of its objects; null for formats without footers
   * @param badRecords the records that were left out; null for formats that have none
   * @param splits how reading was divided into splits
   * @param emptyTextsKept whether empty texts in quotes are texts, and not nulls like missing
   *     values; null for formats other than CSV
   * @param replacementCharacters whether the texts of the sample have U+FFFD, or bytes that it
   *     would replace; null for formats other than CSV
   * @param tableVersion the version or snapshot of a table; null if the format has none
   * @param identity a digest of the data, to compare with other runs
   * @param objects the number of its objects
   * @param bytes their size
   * @param rows the number of rows; null if no task needed it
   */
  @RecordBuilder
  public record DatasetFacts(
      String uri,
      String format,
      Map<String, String> options,
      String schema,
      boolean schemaGiven,
      Sample sample,
      FooterFacts footers,
      BadRecordCounts badRecords,
      Splits splits,
      Boolean emptyTextsKept,
      Boolean replacementCharacters,
      String tableVersion,
      String identity,
      int objects,
      long bytes,
      Long rows) {}

  /**
   * The measured wall times in seconds.
   *
   * @param timeSec their median
   * @param minSec the smallest
   * @param maxSec the largest
   * @param samplesSec all, in the order of measurement
   * @param warmupsSec the iterations before, which do not count
   * @param warmupsCpuSec the CPU time of their tasks
   * @param warm whether passes no longer got faster when they were measured; null if there are too
   *     few passes to tell
   */
  public record Timing(
      double timeSec,
      double minSec,
      double maxSec,
      List<Double> samplesSec,
      List<Double> warmupsSec,
      List<Double> warmupsCpuSec,
      Boolean warm) {}

  /**
   * How the driver spent its time until this document was written.
   *
   * @param jvmSec from the start of the driver's JVM until it had read its request
   * @param checkSec finding the dataset, and checking at the end that it has not changed
   * @param sessionSec starting Spark, without waiting for executors
   * @param executorsSec waiting for executors, without the work done meanwhile
   * @param schemaSec reading or inferring the schema, and counting the records that were left out
   * @param cacheSec bringing the dataset into the executors' memory
   * @param warmupsSec iterations that do not count
   * @param iterationsSec iterations that are measured, including repeated ones
   */
  public record PhaseSeconds(
      double jvmSec,
      double checkSec,
      double sessionSec,
      double executorsSec,
      double schemaSec,
      double cacheSec,
      double warmupsSec,
      double iterationsSec) {}

  /**
   * The executors.
   *
   * @param cores task slots of each
   * @param memoryMib heap of each
   * @param limitCpu whether they could not borrow idle cores
   * @param registered their number when measuring began
   * @param lost the number of executors lost while measuring
   * @param hosts the address of each
   * @param machines the machines of the executors that were there at the end and reported them
   */
  public record ExecutorFacts(
      int cores,
      int memoryMib,
      boolean limitCpu,
      int registered,
      int lost,
      List<String> hosts,
      List<Machine> machines) {}
}
