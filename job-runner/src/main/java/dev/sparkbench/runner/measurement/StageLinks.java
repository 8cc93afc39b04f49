// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.spark.scheduler.StageInfo;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * The links of a stage to others. Stages are linked by the shuffles that they write and read, not
 * by their numbers: under AQE each stage is a job of its own, in which earlier stages have other
 * numbers than those with which they were executed.
 *
 * @param tasks the number of its tasks
 * @param writes the shuffle that it writes; empty if it gives results to the driver
 * @param reads the shuffles that it reads
 * @param group the SQL execution that it belongs to; outside of SQL, the job
 * @param cached whether it keeps rows in memory, or reads rows that were kept there
 * @param known whether all of this is known; false if Spark dropped the event for the start of its
 *     job
 */
record StageLinks(
    int tasks,
    OptionalInt writes,
    List<Integer> reads,
    String group,
    boolean cached,
    boolean known) {

  private static final String SQL_EXECUTION = "spark.sql.execution.id";

  /**
   * The name under which Delta keeps the content of a table's log. This is little data, and always
   * fits.
   */
  private static final String DELTA_LOG = "Delta Table State";

  StageLinks {
    reads = List.copyOf(reads);
  }

  /** What the start of a job says about one of its stages. */
  record Announced(int job, OptionalInt writes) {

    static Announced of(int job, StageInfo info) {
      return new Announced(job, shuffle(info));
    }
  }

  /**
   * The links of a stage that was submitted.
   *
   * @param announced what the starts of jobs have said so far, by stage number
   */
  static StageLinks of(StageInfo info, Properties properties, Map<Integer, Announced> announced) {
    Announced itself = announced.get(info.stageId());
    List<Integer> reads = new ArrayList<>();
    boolean known = itself != null;
    for (Object parent : JavaConverters.seqAsJavaList(info.parentIds())) {
      Announced its = announced.get((Integer) parent);
      if (its == null || its.writes().isEmpty()) {
        known = false;
      } else {
        reads.add(its.writes().getAsInt());
      }
    }
    String execution = properties.getProperty(SQL_EXECUTION);
    return new StageLinks(
        info.numTasks(),
        shuffle(info),
        reads,
        execution != null
            ? "execution " + execution
            : "job " + (itself == null ? "" : itself.job()),
        JavaConverters.seqAsJavaList(info.rddInfos()).stream()
            .filter(rdd -> !rdd.name().startsWith(DELTA_LOG))
            .anyMatch(rdd -> rdd.storageLevel().useMemory()),
        known);
  }

  private static OptionalInt shuffle(StageInfo info) {
    Option<Object> id = info.shuffleDepId();
    return id.isDefined() ? OptionalInt.of((Integer) id.get()) : OptionalInt.empty();
  }
}
