// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.validity;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.SparkPlan;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * A Spark extension ({@code spark.sql.extensions}) that makes queries take a known time by
 * sleeping, so that it does not matter how many cores there are: so long in the driver, and so long
 * in all partitions together. By Amdahl's law T(N) = serial + parallel/N, as long as N divides the
 * number of partitions.
 *
 * <ul>
 *   <li>{@code spark.synthetic.serial}: milliseconds in the driver
 *   <li>{@code spark.synthetic.parallel}: milliseconds in all partitions together
 *   <li>{@code spark.synthetic.warmups}: how many queries at first take no longer than they do; by
 *       then the code around the sleeping, which is what is cold, is warm
 *   <li>{@code spark.synthetic.heaviest}: how many times as long as the others the first partition
 *       takes; default 1
 * </ul>
 */
public final class SyntheticLoad extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectColumnar(
        new AbstractFunction1<SparkSession, ColumnarRule>() {
          @Override
          public ColumnarRule apply(SparkSession spark) {
            return new SlowedDown(spark);
          }
        });
    return BoxedUnit.UNIT;
  }

  private static final class SlowedDown extends ColumnarRule {

    private final SparkSession spark;

    private SlowedDown(SparkSession spark) {
      this.spark = spark;
    }

    @Override
    public Rule<SparkPlan> preColumnarTransitions() {
      return new Rule<>() {
        @Override
        public SparkPlan apply(SparkPlan plan) {
          return new SlowPlan(
              plan,
              number("spark.synthetic.warmups", 0),
              number("spark.synthetic.serial", 0),
              number("spark.synthetic.parallel", 0),
              number("spark.synthetic.heaviest", 1));
        }
      };
    }

    private int number(String name, int otherwise) {
      return Integer.parseInt(spark.conf().get(name, String.valueOf(otherwise)));
    }
  }

  /** Does what another plan does, but takes longer. */
  private static final class SlowPlan extends SparkPlan {

    private static final long serialVersionUID = 1L;

    private static final AtomicInteger QUERIES = new AtomicInteger();

    private final SparkPlan child;
    private final int warmups;
    private final int serial;
    private final int parallel;
    private final int heaviest;

    private SlowPlan(SparkPlan child, int warmups, int serial, int parallel, int heaviest) {
      this.child = child;
      this.warmups = warmups;
      this.serial = serial;
      this.parallel = parallel;
      this.heaviest = heaviest;
    }

    @Override
    public RDD<InternalRow> doExecute() {
      RDD<InternalRow> rows = child.execute();
      if (QUERIES.incrementAndGet() <= warmups) {
        return rows;
      }
      sleep(serial);
      long share = parallel / (rows.getNumPartitions() - 1 + heaviest);
      int times = heaviest;
      return rows.toJavaRDD()
          .mapPartitionsWithIndex(
              (index, partition) -> {
                sleep(index == 0 ? share * times : share);
                return partition;
              },
              true)
          .rdd();
    }

    private static void sleep(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Seq<Attribute> output() {
      return child.output();
    }

    @Override
    public Seq<SparkPlan> children() {
      return JavaConverters.asScalaBuffer(List.of(child));
    }

    @Override
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
      return new SlowPlan(children.apply(0), warmups, serial, parallel, heaviest);
    }

    @Override
    public int productArity() {
      return 1;
    }

    @Override
    public Object productElement(int n) {
      return child;
    }

    @Override
    public boolean canEqual(Object other) {
      return other instanceof SlowPlan;
    }
  }
}
