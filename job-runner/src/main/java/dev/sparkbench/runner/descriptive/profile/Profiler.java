// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Tuple2;

/**
 * Computes statistics of a table in one pass. Each Spark task computes the state of its partition,
 * and states are merged in the order of the partitions, so that the same splits give the same
 * result with any number of executors. If there are many partitions, executors merge neighbours
 * first.
 */
public final class Profiler {

  // Up to this number of partitions, the driver merges all states itself.
  private static final int FEW_PARTITIONS = 32;

  // The memory that the states of all partitions or groups together may take in the driver.
  private static final long MOST_BYTES = 128L << 20;

  // The size of a column's state with all sketches; 23 to 40 KB were measured.
  private static final long BYTES_PER_COLUMN = 40L << 10;

  private final Table table;
  private final Map<TableColumn, List<StatisticRequest>> needs;

  /**
   * Creates a profiler.
   *
   * @param needs the statistics of each column; other columns are not read
   */
  public Profiler(Table table, Map<TableColumn, List<StatisticRequest>> needs) {
    this.table = table;
    this.needs = needs;
  }

  /** Plans the pass and runs it, again for each call. */
  public TableProfile profile() {
    ProfilePlan plan = ProfilePlan.of(needs);
    ColumnarScan scan = scan(plan);
    int[] ordinals = scan.ordinals();
    TableState state = scan.run(batches -> merged(batches, plan, ordinals));
    return new TableProfile(
        state, plan.columns().stream().map(ProfilePlan.ColumnPlan::column).toList());
  }

  ColumnarScan scan(ProfilePlan plan) {
    return ColumnarScan.of(
        table.rows(), plan.columns().stream().map(ProfilePlan.ColumnPlan::column).toList());
  }

  private TableState merged(RDD<ColumnarBatch> batches, ProfilePlan plan, int[] ordinals) {
    int partitions = batches.getNumPartitions();
    if (partitions == 0) {
      return new TableState(plan, 0);
    }
    JavaRDD<Tuple2<Integer, byte[]>> states =
        plan.count(Statistic.EXACT_ROWS) > 0
            ? RowHashes.states(batches.toJavaRDD(), plan, ordinals, counting(partitions))
            : states(batches.toJavaRDD(), plan, ordinals);
    int perGroup = perGroup(partitions, plan.columns().size());
    if (perGroup > 1) {
      states = mergedInGroups(states, partitions, perGroup);
    }
    return merged(states.collect().iterator());
  }

  private static JavaRDD<Tuple2<Integer, byte[]>> states(
      JavaRDD<ColumnarBatch> batches, ProfilePlan plan, int[] ordinals) {
    return batches.mapPartitionsWithIndex(
        (index, part) -> {
          TableState state = new PartitionScan(plan, ordinals, index).scan(part);
          return List.of(new Tuple2<>(index, StateBytes.of(state))).iterator();
        },
        true);
  }

  /**
   * The number of tasks that count different rows: as many as in other shuffles, if there are
   * enough rows.
   */
  private int counting(int partitions) {
    return Math.min(
        partitions, table.rows().sparkSession().sessionState().conf().numShufflePartitions());
  }

  /**
   * The number of neighbours that executors merge before the driver merges the results; 1 for no
   * such step.
   */
  static int perGroup(int partitions, int columns) {
    long room = Math.max(1, MOST_BYTES / (BYTES_PER_COLUMN * Math.max(1, columns)));
    int bySize = (int) ((partitions + room - 1) / room);
    int byNumber = partitions > FEW_PARTITIONS ? (int) Math.ceil(Math.sqrt(partitions)) : 1;
    return Math.max(bySize, byNumber);
  }

  private static JavaRDD<Tuple2<Integer, byte[]>> mergedInGroups(
      JavaRDD<Tuple2<Integer, byte[]>> states, int partitions, int perGroup) {
    int groups = (partitions + perGroup - 1) / perGroup;
    // Sorted, so that states are in the order of the partitions within a group too.
    return JavaPairRDD.fromJavaRDD(states)
        .repartitionAndSortWithinPartitions(new Neighbours(groups, perGroup))
        .mapPartitions(group -> List.of(new Tuple2<>(0, StateBytes.of(merged(group)))).iterator());
  }

  private static TableState merged(Iterator<Tuple2<Integer, byte[]>> states) {
    TableState all = StateBytes.read(states.next()._2());
    while (states.hasNext()) {
      TableState next = StateBytes.read(states.next()._2());
      if (all.hasOnlyDistinctRows()) {
        next.merge(all);
        all = next;
      } else {
        all.merge(next);
      }
    }
    return all;
  }

  /** Groups consecutive partitions. */
  private static final class Neighbours extends Partitioner {

    private static final long serialVersionUID = 1L;

    private final int groups;
    private final int perGroup;

    private Neighbours(int groups, int perGroup) {
      this.groups = groups;
      this.perGroup = perGroup;
    }

    @Override
    public int numPartitions() {
      return groups;
    }

    @Override
    public int getPartition(Object partition) {
      return (int) partition / perGroup;
    }
  }
}
