// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import scala.collection.JavaConverters;

/**
 * A digest of an executed plan. While Spark executes a query, it may still change how it joins. Two
 * executions of the same query with the same digest took the same steps.
 */
final class PlanDigest {

  /** Things that Spark numbers differently each time: columns, stages, subqueries and plans. */
  private static final Pattern NUMBERS =
      Pattern.compile("#\\d+L?|\\bplan_id=\\d+|\\bid=#?\\d+|\\bRDD\\[\\d+]");

  private static final int MANY = Integer.MAX_VALUE;

  private PlanDigest() {}

  static String of(SparkPlan plan) {
    return NamedQuery.digest(text(plan));
  }

  /** One line per step, indented by its depth in the plan. */
  static String text(SparkPlan plan) {
    StringBuilder text = new StringBuilder();
    append(plan, 0, text);
    return text.toString();
  }

  private static void append(QueryPlan<?> plan, int depth, StringBuilder text) {
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      append(adaptive.executedPlan(), depth, text);
    } else if (plan instanceof QueryStageExec stage) {
      append(stage.plan(), depth, text);
    } else if (plan instanceof WholeStageCodegenExec || plan instanceof InputAdapter) {
      plan.children().foreach(child -> appended((QueryPlan<?>) child, depth, text));
    } else {
      text.append(" ".repeat(depth))
          .append(NUMBERS.matcher(described(plan)).replaceAll("#"))
          .append('\n');
      plan.children().foreach(child -> appended((QueryPlan<?>) child, depth + 1, text));
      plan.subqueries().foreach(query -> appended((QueryPlan<?>) query, depth + 1, text));
    }
  }

  /**
   * Only what a scan reads, because Spark cuts off its other texts after some length, including any
   * numbers. Its filters are steps of their own anyway.
   */
  private static String described(QueryPlan<?> plan) {
    return plan.children().isEmpty()
        ? plan.nodeName().strip()
            + JavaConverters.seqAsJavaList(plan.output()).stream().map(Attribute::name).toList()
        : plan.simpleString(MANY);
  }

  private static Object appended(QueryPlan<?> plan, int depth, StringBuilder text) {
    append(plan, depth, text);
    return plan;
  }
}
