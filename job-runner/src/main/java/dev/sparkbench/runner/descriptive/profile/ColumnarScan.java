// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.table.TableColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UnwrapUDT;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Reads columns of a table as vectors, from a new physical plan. If Spark reads the files into
 * vectors (Parquet, ORC), these are used before Spark would turn them into rows; rows of other
 * sources are copied into vectors.
 *
 * @param query the query, for Spark's bookkeeping
 * @param plan the physical plan, which gives vectors or rows
 * @param ordinals the position of each column in these
 */
record ColumnarScan(QueryExecution query, SparkPlan plan, int[] ordinals) {

  // With more fields, Spark neither generates code nor reads into vectors.
  private static final String MAX_FIELDS = "spark.sql.codegen.maxFields";

  static ColumnarScan of(Dataset<Row> rows, List<TableColumn> columns) {
    return withVectors(
        rows.sparkSession(),
        () -> {
          Column[] values = columns.stream().map(ColumnarScan::stored).toArray(Column[]::new);
          QueryExecution query = rows.select(values).queryExecution();
          return withoutRenaming(query).orElseGet(() -> fromRows(query));
        });
  }

  /** A column as it is stored: rows of user-defined types cannot be put into vectors. */
  private static Column stored(TableColumn column) {
    return column.type() instanceof UserDefinedType<?>
        ? functions.unwrap_udt(column.values())
        : column.values();
  }

  private static ColumnarScan fromRows(QueryExecution query) {
    SparkPlan plan = query.executedPlan();
    return new ColumnarScan(query, plan, IntStream.range(0, plan.output().size()).toArray());
  }

  /** The plan without its last step, if this step only renames and reorders columns. */
  private static Optional<ColumnarScan> withoutRenaming(QueryExecution query) {
    SparkPlan plan = query.sparkPlan();
    List<? extends NamedExpression> wanted = list(plan.output());
    if (plan instanceof ProjectExec project) {
      wanted = list(project.projectList());
      plan = project.child();
    }
    Map<ExprId, Integer> given = new HashMap<>();
    list(plan.output()).forEach(column -> given.put(column.exprId(), given.size()));
    int[] ordinals = wanted.stream().mapToInt(column -> ordinal(column, given)).toArray();
    if (Arrays.stream(ordinals).anyMatch(at -> at < 0)) {
      return Optional.empty();
    }
    if (plan.supportsColumnar()) {
      return Optional.of(new ColumnarScan(query, plan, ordinals));
    }
    boolean fewAreLeftOut = given.size() < 2 * wanted.size();
    return fewAreLeftOut && passesRowsOn(plan)
        ? Optional.of(new ColumnarScan(query, plan, ordinals))
        : Optional.empty();
  }

  /** Whether rows of a file arrive without being copied by generated code. */
  private static boolean passesRowsOn(SparkPlan plan) {
    return plan instanceof FilterExec filter
        ? passesRowsOn(filter.child())
        : plan instanceof FileSourceScanExec scan && !scan.supportsColumnar();
  }

  private static int ordinal(NamedExpression wanted, Map<ExprId, Integer> given) {
    Expression source = wanted instanceof Alias alias ? alias.child() : (Expression) wanted;
    if (source instanceof UnwrapUDT stored) {
      source = stored.child();
    }
    return source instanceof Attribute column ? given.getOrDefault(column.exprId(), -1) : -1;
  }

  /** Processes the vectors; Spark records this as an execution of the query. */
  <T> T run(Function<RDD<ColumnarBatch>, T> job) {
    return SQLExecution.withNewExecutionId(
        query, Option.empty(), () -> withVectors(query.sparkSession(), () -> job.apply(vectors())));
  }

  private RDD<ColumnarBatch> vectors() {
    if (plan.supportsColumnar()) {
      return plan.executeColumnar();
    }
    RowVectors vectors = new RowVectors(plan.schema());
    return plan.execute().toJavaRDD().mapPartitions(vectors::of, true).rdd();
  }

  /** Lets Spark read any number of columns into vectors. */
  private static <T> T withVectors(SparkSession spark, Supplier<T> step) {
    RuntimeConfig conf = spark.conf();
    Option<String> before = conf.getOption(MAX_FIELDS);
    conf.set(MAX_FIELDS, Integer.MAX_VALUE);
    try {
      return step.get();
    } finally {
      if (before.isDefined()) {
        conf.set(MAX_FIELDS, before.get());
      } else {
        conf.unset(MAX_FIELDS);
      }
    }
  }

  private static <T> List<T> list(Seq<T> seq) {
    return JavaConverters.seqAsJavaList(seq);
  }
}
