package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.table.TableColumn;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.RowToColumnarExec;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Some columns of a table as vectors, planned anew. Files that Spark reads into vectors (Parquet,
 * ORC) are taken before it would turn them into rows; rows of other sources are put into vectors.
 *
 * @param query the query, for Spark's bookkeeping
 * @param plan the physical plan, which gives vectors
 * @param ordinals where in them each column is
 */
record ColumnarScan(QueryExecution query, SparkPlan plan, int[] ordinals) {

  // Above it, Spark neither generates code nor reads into vectors.
  private static final String MAX_FIELDS = "spark.sql.codegen.maxFields";

  static ColumnarScan of(Dataset<Row> rows, List<TableColumn> columns) {
    return withVectors(
        rows.sparkSession(),
        () -> {
          Column[] values = columns.stream().map(TableColumn::values).toArray(Column[]::new);
          QueryExecution query = rows.select(values).queryExecution();
          return vectors(query).orElseGet(() -> fromRows(query));
        });
  }

  private static ColumnarScan fromRows(QueryExecution query) {
    SparkPlan plan = new RowToColumnarExec(query.executedPlan());
    int[] ordinals = new int[list(plan.output()).size()];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = i;
    }
    return new ColumnarScan(query, plan, ordinals);
  }

  /** The plan without its last step, if that only gives columns other names and places. */
  private static Optional<ColumnarScan> vectors(QueryExecution query) {
    SparkPlan plan = query.sparkPlan();
    List<? extends NamedExpression> wanted = list(plan.output());
    if (plan instanceof ProjectExec project) {
      wanted = list(project.projectList());
      plan = project.child();
    }
    List<Attribute> given = list(plan.output());
    int[] ordinals = new int[wanted.size()];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = ordinal(wanted.get(i), given);
      if (ordinals[i] < 0) {
        return Optional.empty();
      }
    }
    return plan.supportsColumnar()
        ? Optional.of(new ColumnarScan(query, plan, ordinals))
        : Optional.empty();
  }

  private static int ordinal(NamedExpression wanted, List<Attribute> given) {
    Expression source = wanted instanceof Alias alias ? alias.child() : (Expression) wanted;
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).semanticEquals(source)) {
        return i;
      }
    }
    return -1;
  }

  /** Does something with the vectors, under Spark's bookkeeping of queries. */
  <T> T run(Function<RDD<ColumnarBatch>, T> job) {
    return SQLExecution.withNewExecutionId(
        query,
        Option.empty(),
        () -> withVectors(query.sparkSession(), () -> job.apply(plan.executeColumnar())));
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
