// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Lag;
import org.apache.spark.sql.catalyst.expressions.Lead;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.NTile;
import org.apache.spark.sql.catalyst.expressions.NthValue;
import org.apache.spark.sql.catalyst.expressions.RowFrame$;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.ApproximatePercentile;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectSet;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.MaxBy;
import org.apache.spark.sql.catalyst.expressions.aggregate.MinBy;
import org.apache.spark.sql.catalyst.expressions.aggregate.Mode;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.TreeNode;

/**
 * Finds the functions in a query that may give another result for the same rows, always or only if
 * some rows are equal in an order. The plan of reading a table is not examined, although the
 * runner's checks of records may look like such functions.
 */
final class Steadiness implements PlanWalk.Visitor {

  private static final String LIMIT = "LIMIT";

  private static final Set<Class<?>> BY_ORDER =
      Set.of(
          First.class,
          Lag.class,
          Last.class,
          Lead.class,
          NTile.class,
          NthValue.class,
          RowNumber.class);

  /** Functions that depend on the order of rows, including approximate ones. */
  private static final Set<Class<?>> AS_THEY_COME =
      Set.of(
          ApproximatePercentile.class,
          CollectList.class,
          CollectSet.class,
          First.class,
          Last.class);

  private final Collection<String> unsteady;
  private final Collection<String> ties;

  /** Functions in windows with an order, which have been counted already. */
  private final Set<Expression> inOrder = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Creates an empty result.
   *
   * @param unsteady receives functions that may give another result
   * @param ties receives functions that may do so only if rows are equal
   */
  Steadiness(Collection<String> unsteady, Collection<String> ties) {
    this.unsteady = unsteady;
    this.ties = ties;
  }

  @Override
  public boolean visit(TreeNode<?> node) {
    if (node instanceof LogicalPlan plan) {
      return visitPlan(plan);
    }
    if (node instanceof WindowExpression window) {
      visitWindow(window);
    }
    if (node instanceof Expression expression) {
      visitExpression(expression);
    }
    return true;
  }

  private boolean visitPlan(LogicalPlan plan) {
    if (plan instanceof Sample) {
      unsteady.add("TABLESAMPLE");
    } else if (plan instanceof GlobalLimit || plan instanceof Offset) {
      (isOrdered(plan) ? ties : unsteady)
          .add(isOrdered(plan) ? LIMIT : LIMIT + " without ORDER BY");
    }
    return !(plan instanceof View);
  }

  private void visitExpression(Expression expression) {
    boolean drawn =
        !expression.deterministic() && expression.children().forall(Expression::deterministic);
    boolean clock =
        expression instanceof CurrentTimestampLike
            || expression instanceof CurrentDate
            || expression instanceof LocalTimestamp;
    boolean asTheyCome =
        AS_THEY_COME.contains(expression.getClass()) && !inOrder.contains(expression);
    if (drawn || clock || asTheyCome) {
      unsteady.add(expression.prettyName());
    }
    if (expression instanceof MaxBy || expression instanceof MinBy || expression instanceof Mode) {
      ties.add(expression.prettyName());
    }
  }

  /**
   * In such a window, rows have an order, so functions that choose among rows depend only on ties.
   */
  private void visitWindow(WindowExpression window) {
    if (window.windowSpec().orderSpec().isEmpty()) {
      return;
    }
    Expression function = window.windowFunction();
    boolean aggregates = function instanceof AggregateExpression;
    Expression core =
        function instanceof AggregateExpression aggregate
            ? aggregate.aggregateFunction()
            : function;
    boolean addsUpRowByRow =
        aggregates
            && window.windowSpec().frameSpecification() instanceof SpecifiedWindowFrame frame
            && frame.frameType().equals(RowFrame$.MODULE$)
            && !frame.upper().equals(UnboundedFollowing$.MODULE$);
    if (BY_ORDER.contains(core.getClass()) || addsUpRowByRow) {
      ties.add(core.prettyName());
      inOrder.add(core);
    }
  }

  /** Whether any rows are a correct result, if their number is right. */
  static boolean isLimitedWithoutOrder(LogicalPlan plan) {
    LogicalPlan node = plan;
    while (node instanceof Project || node instanceof SubqueryAlias) {
      node = node.children().head();
    }
    return node instanceof GlobalLimit && !isOrdered(node);
  }

  private static boolean isOrdered(LogicalPlan limit) {
    LogicalPlan node = limit;
    while (node instanceof GlobalLimit
        || node instanceof LocalLimit
        || node instanceof Offset
        || node instanceof Project
        || node instanceof SubqueryAlias) {
      node = node.children().head();
    }
    return node instanceof Sort sort && sort.global();
  }
}
