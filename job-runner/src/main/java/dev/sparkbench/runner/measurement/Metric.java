// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.TaskInfo;

/**
 * The registry of what Spark reports about a task. The recorder collects all of these metrics, and
 * the documents show them under their names. To add one, add a line here.
 */
public enum Metric {
  /** Time in the executor, without deserializing the task and serializing its result. */
  EXECUTOR_RUN(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.executorRunTime()),
  /** CPU time within that. */
  EXECUTOR_CPU(Unit.NANOSECONDS, Reducer.SUM, (info, m) -> m.executorCpuTime()),
  /** Time of garbage collection in the executor; the same for all tasks that run at that time. */
  GC(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.jvmGCTime()),
  /** Deserializing the task. */
  DESERIALISE(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.executorDeserializeTime()),
  /** Serializing the result. */
  RESULT_SERIALISE(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.resultSerializationTime()),
  /** Fetching a result that was too large to be sent along. */
  GETTING_RESULT(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> gettingResult(info)),
  /** The rest of the task's duration, as Spark's own pages define it: on the way and in queues. */
  SCHEDULER_DELAY(
      Unit.MILLISECONDS,
      Reducer.SUM,
      (info, m) ->
          Math.max(
              0,
              info.duration()
                  - m.executorRunTime()
                  - m.executorDeserializeTime()
                  - m.resultSerializationTime()
                  - gettingResult(info))),
  /** Waiting for shuffle blocks. */
  FETCH_WAIT(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.shuffleReadMetrics().fetchWaitTime()),
  /** Writing shuffle blocks. */
  SHUFFLE_WRITE(Unit.NANOSECONDS, Reducer.SUM, (info, m) -> m.shuffleWriteMetrics().writeTime()),
  /** Shuffle bytes read, local and remote. */
  SHUFFLE_READ(Unit.BYTES, Reducer.SUM, (info, m) -> m.shuffleReadMetrics().totalBytesRead()),
  /** Shuffle bytes read from other executors. */
  SHUFFLE_READ_REMOTE(
      Unit.BYTES, Reducer.SUM, (info, m) -> m.shuffleReadMetrics().remoteBytesRead()),
  /** Shuffle bytes written. */
  SHUFFLE_WRITTEN(Unit.BYTES, Reducer.SUM, (info, m) -> m.shuffleWriteMetrics().bytesWritten()),
  /** Shuffle records written. */
  SHUFFLE_WRITTEN_RECORDS(
      Unit.COUNT, Reducer.SUM, (info, m) -> m.shuffleWriteMetrics().recordsWritten()),
  /** Size of spilled data in memory. */
  SPILL_MEMORY(Unit.BYTES, Reducer.SUM, (info, m) -> m.memoryBytesSpilled()),
  /** Size of spilled data on disk. */
  SPILL_DISK(Unit.BYTES, Reducer.SUM, (info, m) -> m.diskBytesSpilled()),
  /** Bytes read from the dataset or from Spark's cache. */
  INPUT(Unit.BYTES, Reducer.SUM, (info, m) -> m.inputMetrics().bytesRead()),
  /** Records read from the dataset or from Spark's cache. */
  INPUT_RECORDS(Unit.COUNT, Reducer.SUM, (info, m) -> m.inputMetrics().recordsRead()),
  /** Bytes of the results that were sent to the driver. */
  RESULT(Unit.BYTES, Reducer.SUM, (info, m) -> m.resultSize()),
  /** The peak memory of the task's operators. */
  PEAK_EXECUTION_MEMORY(Unit.BYTES, Reducer.MAX, (info, m) -> m.peakExecutionMemory());

  private static final List<Metric> ALL = List.of(values());

  /** The unit in which Spark counts. */
  private enum Unit {
    MILLISECONDS("_sec"),
    NANOSECONDS("_sec"),
    BYTES("_bytes"),
    COUNT("");

    private final String suffix;

    Unit(String suffix) {
      this.suffix = suffix;
    }
  }

  /** How the values of several tasks are combined. */
  private enum Reducer {
    SUM,
    MAX
  }

  /** The source of a value. */
  @FunctionalInterface
  private interface Source {
    long of(TaskInfo info, TaskMetrics metrics);
  }

  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Unit unit;
  private final Reducer reducer;
  private final Source source;

  Metric(Unit unit, Reducer reducer, Source source) {
    this.unit = unit;
    this.reducer = reducer;
    this.source = source;
  }

  /** The name in documents, with its unit: {@code …_sec}, {@code …_bytes}, or a count. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT) + unit.suffix;
  }

  private static long gettingResult(TaskInfo info) {
    return info.gettingResultTime() == 0 ? 0 : info.finishTime() - info.gettingResultTime();
  }

  /** All values of a task, in Spark's units; 0 if Spark has none, as for most failed tasks. */
  static long[] read(TaskInfo info, TaskMetrics metrics) {
    long[] figures = new long[ALL.size()];
    if (metrics != null) {
      ALL.forEach(metric -> figures[metric.ordinal()] = metric.source.of(info, metrics));
    }
    return figures;
  }

  /** The combined values of several tasks. */
  static long[] reduce(List<long[]> tasks) {
    long[] total = new long[ALL.size()];
    for (long[] task : tasks) {
      for (Metric metric : ALL) {
        int i = metric.ordinal();
        total[i] = metric.reducer == Reducer.SUM ? total[i] + task[i] : Math.max(total[i], task[i]);
      }
    }
    return total;
  }

  /** The value in seconds. */
  double seconds(long[] figures) {
    return switch (unit) {
      case MILLISECONDS -> figures[ordinal()] / MILLIS_PER_SECOND;
      case NANOSECONDS -> figures[ordinal()] / NANOS_PER_SECOND;
      case BYTES, COUNT -> throw new IllegalStateException(this + " is not a time");
    };
  }

  /** The value in bytes, or as a number of records. */
  long count(long[] figures) {
    if (unit != Unit.BYTES && unit != Unit.COUNT) {
      throw new IllegalStateException(this + " is a time");
    }
    return figures[ordinal()];
  }

  /** All values by their names, sorted. */
  static Map<String, JsonNode> toJson(long[] figures) {
    Map<String, JsonNode> json = new TreeMap<>();
    for (Metric metric : ALL) {
      json.put(
          metric.wireName(),
          metric.unit == Unit.BYTES || metric.unit == Unit.COUNT
              ? LongNode.valueOf(figures[metric.ordinal()])
              : DoubleNode.valueOf(metric.seconds(figures)));
    }
    return json;
  }
}
