// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.runner.failure.QueryError;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedHaving;
import org.apache.spark.sql.catalyst.analysis.UnresolvedInlineTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedSubqueryColumnAliases;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTVFAliases;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Pivot;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionByExpression;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Unpivot;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.internal.SQLConf;
import scala.Option;

/**
 * Parses texts without running anything, and accepts only queries. {@code spark.sql} executes
 * statements at once, and statements can be hidden: an INSERT can be below a UNION, and TRANSFORM
 * runs a shell command inside a subquery. So every node of the parsed plan must be one that is
 * known to only query.
 */
final class QueryGuard {

  private static final Set<Class<? extends LogicalPlan>> QUERIES =
      Set.of(
          Aggregate.class,
          Distinct.class,
          Except.class,
          Filter.class,
          Generate.class,
          GlobalLimit.class,
          Intersect.class,
          Join.class,
          LateralJoin.class,
          LocalLimit.class,
          Offset.class,
          OneRowRelation.class,
          Pivot.class,
          Project.class,
          RepartitionByExpression.class,
          Sample.class,
          Sort.class,
          SubqueryAlias.class,
          Union.class,
          Unpivot.class,
          UnresolvedHaving.class,
          UnresolvedHint.class,
          UnresolvedInlineTable.class,
          UnresolvedRelation.class,
          UnresolvedSubqueryColumnAliases.class,
          UnresolvedTVFAliases.class,
          UnresolvedTableValuedFunction.class,
          UnresolvedWith.class,
          WithWindowDefinition.class);

  /** Functions that call Java methods by name. */
  private static final Set<String> CALLING = Set.of("reflect", "java_method", "try_reflect");

  private final SQLConf conf = new SQLConf();
  private final ParserInterface parser;

  /**
   * Parses as a session with these settings would.
   *
   * @param sparkConf the manifest's; some settings, such as reserved words, change what is a query
   */
  QueryGuard(Map<String, String> sparkConf) {
    sparkConf.forEach(
        (name, value) -> {
          if (name.startsWith("spark.sql.")) {
            conf.setConfString(name, value);
          }
        });
    QuerySession.SETTINGS.forEach(conf::setConfString);
    parser = inConf(SparkSqlParser::new);
  }

  /**
   * Checks all texts.
   *
   * @throws RunFailure {@code InvalidQuery} with everything that is wrong with any of them
   */
  void requireQueries(List<NamedQuery> queries) {
    Mistakes mistakes = new Mistakes();
    queries.forEach(query -> inConf(() -> parse(parser, query, mistakes)));
    mistakes.throwIfAny();
  }

  private <T> T inConf(Supplier<T> step) {
    return SQLConf.withExistingConf(conf, step::get);
  }

  /** The parsed plan of a text, if it is one query; otherwise the mistake is recorded. */
  static Optional<LogicalPlan> parse(ParserInterface parser, NamedQuery query, Mistakes mistakes) {
    LogicalPlan plan;
    try {
      plan = parser.parsePlan(query.text());
    } catch (Exception e) {
      // The parser throws more exceptions than the ParseException that it declares.
      if (e instanceof AnalysisException known) {
        mistakes.add(query, known);
        return Optional.empty();
      }
      throw new QueryError(query.name(), e);
    } catch (StackOverflowError e) {
      mistakes.add(
          "query %s is nested too deeply for Spark's parser: write it with fewer terms in one expression, such as IN instead of many ORs"
              .formatted(query.name()));
      return Optional.empty();
    }
    Finder finder = new Finder();
    PlanWalk.through(plan, finder);
    if (finder.intruder == null) {
      return Optional.of(plan);
    }
    Origin place = finder.intruder.origin();
    mistakes.add(
        query, place.line(), place.startPosition(), refusal(finder.intruder, query.text(), place));
    return Optional.empty();
  }

  private static String refusal(TreeNode<?> intruder, String text, Origin place) {
    if (intruder instanceof UnresolvedFunction function) {
      return "%s calls a method of Java, which is not allowed here: leave it out"
          .formatted(name(function));
    }
    if (intruder instanceof ScriptTransformation) {
      return "TRANSFORM runs a program on the executors, which is not allowed here: leave it out";
    }
    if (intruder instanceof PlanWithUnresolvedIdentifier) {
      return "IDENTIFIER hides which table is meant: write the table's name";
    }
    return "%s is not a query: give one SELECT; for work that does anything else, use type application"
        .formatted(firstWord(text, place, intruder));
  }

  /** The first word of a statement, such as INSERT. */
  private static String firstWord(String text, Origin place, TreeNode<?> intruder) {
    Option<Object> start = place.startIndex();
    int index = start.isDefined() ? (Integer) start.get() : 0;
    String rest = index < text.length() ? text.substring(index).strip() : "";
    String word = rest.split("[^A-Za-z_]", 2)[0].toUpperCase(Locale.ROOT);
    return word.isEmpty() ? intruder.nodeName() : word;
  }

  static String name(UnresolvedFunction function) {
    return function.nameParts().last().toLowerCase(Locale.ROOT);
  }

  /** Finds the first node that is not allowed in a query. */
  private static final class Finder implements PlanWalk.Visitor {

    private TreeNode<?> intruder;

    @Override
    public boolean visit(TreeNode<?> node) {
      boolean foreign =
          node instanceof LogicalPlan
              ? !QUERIES.contains(node.getClass())
              : node instanceof UnresolvedFunction function && CALLING.contains(name(function));
      if (foreign && intruder == null) {
        intruder = node;
      }
      return intruder == null;
    }
  }
}
