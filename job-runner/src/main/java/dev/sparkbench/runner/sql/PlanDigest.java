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
 * Tells executed plans apart. While it executes a query, Spark may still change how it joins; the
 * same query with the same digest was executed by the same steps.
 */
final class PlanDigest {

  /** What Spark numbers anew each time: columns, stages, subqueries and plans. */
  private static final Pattern NUMBERS =
      Pattern.compile("#\\d+L?|\\bplan_id=\\d+|\\bid=#?\\d+|\\bRDD\\[\\d+]");

  private static final int MANY = Integer.MAX_VALUE;

  private PlanDigest() {}

  static String of(SparkPlan plan) {
    return NamedQuery.digest(text(plan));
  }

  /** One step a line, further in the later it is needed. */
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
   * Of a scan only what it reads: Spark cuts the rest off after so many characters, numbers
   * included. Its filters are a step of their own as well.
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
