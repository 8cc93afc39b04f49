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
 * The registry of what Spark says of a task. The recorder collects all of these, and the documents
 * show them under their names. A new one is a line here.
 */
public enum Metric {
  /** Time in the executor without unpacking and without packing the result. */
  EXECUTOR_RUN(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.executorRunTime()),
  /** Time of that on a core. */
  EXECUTOR_CPU(Unit.NANOSECONDS, Reducer.SUM, (info, m) -> m.executorCpuTime()),
  /** Time in which the executor collected garbage; all its tasks see the same. */
  GC(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.jvmGCTime()),
  /** Unpacking the task. */
  DESERIALISE(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.executorDeserializeTime()),
  /** Packing its result. */
  RESULT_SERIALISE(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.resultSerializationTime()),
  /** Fetching a result that was too large to be sent along. */
  GETTING_RESULT(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> gettingResult(info)),
  /** What is left of its duration, as Spark's own pages define it: on the way and in queues. */
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
  /** Waiting for shuffled blocks. */
  FETCH_WAIT(Unit.MILLISECONDS, Reducer.SUM, (info, m) -> m.shuffleReadMetrics().fetchWaitTime()),
  /** Writing shuffled blocks. */
  SHUFFLE_WRITE(Unit.NANOSECONDS, Reducer.SUM, (info, m) -> m.shuffleWriteMetrics().writeTime()),
  /** Shuffled bytes read, from here and from elsewhere. */
  SHUFFLE_READ(Unit.BYTES, Reducer.SUM, (info, m) -> m.shuffleReadMetrics().totalBytesRead()),
  /** Shuffled bytes that came from another executor. */
  SHUFFLE_READ_REMOTE(
      Unit.BYTES, Reducer.SUM, (info, m) -> m.shuffleReadMetrics().remoteBytesRead()),
  /** Shuffled bytes written. */
  SHUFFLE_WRITTEN(Unit.BYTES, Reducer.SUM, (info, m) -> m.shuffleWriteMetrics().bytesWritten()),
  /** Shuffled records written. */
  SHUFFLE_WRITTEN_RECORDS(
      Unit.COUNT, Reducer.SUM, (info, m) -> m.shuffleWriteMetrics().recordsWritten()),
  /** Bytes in memory of what was spilled. */
  SPILL_MEMORY(Unit.BYTES, Reducer.SUM, (info, m) -> m.memoryBytesSpilled()),
  /** Bytes on disk of what was spilled. */
  SPILL_DISK(Unit.BYTES, Reducer.SUM, (info, m) -> m.diskBytesSpilled()),
  /** Bytes read from the dataset or from Spark's cache. */
  INPUT(Unit.BYTES, Reducer.SUM, (info, m) -> m.inputMetrics().bytesRead()),
  /** Records read from there. */
  INPUT_RECORDS(Unit.COUNT, Reducer.SUM, (info, m) -> m.inputMetrics().recordsRead()),
  /** Bytes of the results that were sent to the driver. */
  RESULT(Unit.BYTES, Reducer.SUM, (info, m) -> m.resultSize()),
  /** Memory that the task's operators held at once, at most. */
  PEAK_EXECUTION_MEMORY(Unit.BYTES, Reducer.MAX, (info, m) -> m.peakExecutionMemory());

  private static final List<Metric> ALL = List.of(values());

  /** What Spark counts in. */
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

  /** How the figures of several tasks become one. */
  private enum Reducer {
    SUM,
    MAX
  }

  /** Where a figure comes from. */
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

  /** The name in documents, with the unit there: {@code …_sec}, {@code …_bytes}, or a count. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT) + unit.suffix;
  }

  private static long gettingResult(TaskInfo info) {
    return info.gettingResultTime() == 0 ? 0 : info.finishTime() - info.gettingResultTime();
  }

  /** All figures of a task, in Spark's units; 0 where Spark has none, as for most failed tasks. */
  static long[] read(TaskInfo info, TaskMetrics metrics) {
    long[] figures = new long[ALL.size()];
    if (metrics != null) {
      ALL.forEach(metric -> figures[metric.ordinal()] = metric.source.of(info, metrics));
    }
    return figures;
  }

  /** The figures of several tasks in one. */
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

  /** This figure in seconds. */
  double seconds(long[] figures) {
    return switch (unit) {
      case MILLISECONDS -> figures[ordinal()] / MILLIS_PER_SECOND;
      case NANOSECONDS -> figures[ordinal()] / NANOS_PER_SECOND;
      case BYTES, COUNT -> throw new IllegalStateException(this + " is no time");
    };
  }

  /** This figure in bytes, or as a number of records. */
  long count(long[] figures) {
    if (unit != Unit.BYTES && unit != Unit.COUNT) {
      throw new IllegalStateException(this + " is a time");
    }
    return figures[ordinal()];
  }

  /** All figures by their names, sorted. */
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
