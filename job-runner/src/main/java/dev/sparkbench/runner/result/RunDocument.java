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
import java.util.List;
import java.util.Map;

/**
 * What {@code <n>_nodes.json} holds, and {@code <n>_nodes_trial_<t>.json} from the second trial on.
 * Field names are those in the file, but for their case.
 *
 * @param version of this document's form
 * @param jobId names the benchmark
 * @param nodes executor pods of the run
 * @param trial counts from 1
 * @param attempt counts from 1
 * @param finishedAt when measuring ended, in UTC
 * @param type the family of the tasks
 * @param tasks what was computed
 * @param dataset what it was computed of
 * @param tables what else it was computed of, by name; empty for nothing else
 * @param outputs each task's output by its name
 * @param remarks what people should know of this run; empty for nothing
 * @param timing how long it took
 * @param phases what the driver spent its time on
 * @param executors what it ran on
 * @param metrics what Spark did in the measured iterations
 * @param pins the properties that hold at every node count, as Spark had them
 * @param environment versions and the rest of the properties
 * @param configuration everything that a benchmark has to have in common with another to be
 *     compared with it
 * @param partitions what splits and shuffle partitions follow
 * @param replay the measured tasks on the slots of other node counts
 */
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

  /** Where the document tells of the dataset. */
  public static final String DATASET = "/dataset";

  /** Where the document tells of a further table. */
  public static String table(String name) {
    return "/tables/" + name;
  }

  /** The document's text. */
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
   * @param footers what the footers of its objects say; null for formats that have none
   * @param badRecords the records that were left out; null for formats that have none
   * @param splits into how many parts the reading was divided
   * @param emptyTextsKept whether empty texts in quotes are texts, and not nulls as values that are
   *     missing are; null for formats other than CSV
   * @param replacementCharacters whether the texts of the sample have U+FFFD, or bytes for which it
   *     would stand; null for formats other than CSV
   * @param tableVersion the version or snapshot of a table; null where the format has none
   * @param identity the digest that tells whether other runs read the same
   * @param objects how many objects it consists of
   * @param bytes their size
   * @param rows how many rows Spark found; null if no task had to know
   */
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
   *     few of them to tell
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
   * What the driver spent its time on until this document was written.
   *
   * @param jvmSec from the start of the driver's JVM until it knew what to do
   * @param checkSec finding the dataset, and looking at the end whether it is the same
   * @param sessionSec starting Spark, without waiting for executors
   * @param executorsSec waiting for executors, beyond what was done meanwhile
   * @param schemaSec reading or inferring the schema, and counting the records left out
   * @param cacheSec bringing the dataset into the executors' memory
   * @param warmupsSec iterations that do not count
   * @param iterationsSec iterations that are measured, also those that were done again
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
   * @param registered how many there were when measuring began
   * @param lost how many went away while measuring
   * @param hosts the address of each
   * @param machines what those run on that were there in the end and told of it
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
