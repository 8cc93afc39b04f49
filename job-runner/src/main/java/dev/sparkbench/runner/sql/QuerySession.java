// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.functions;

/** A session in which only the declared tables are known, by their names. */
final class QuerySession {

  /**
   * Files cannot be queried as tables, because the dataset's identity would not cover them.
   * Variables are not substituted, so that the text of a query does not depend on the environment.
   */
  static final Map<String, String> SETTINGS =
      Map.of("spark.sql.runSQLOnFiles", "false", "spark.sql.variable.substitute", "false");

  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  private static final Set<Class<? extends LogicalPlan>> WITHOUT_TABLE =
      Set.of(CTERelationRef.class, LocalRelation.class, OneRowRelation.class, Range.class);

  private final SparkSession spark;
  private final Set<String> declared = new TreeSet<>();

  private final List<String> remarks = new ArrayList<>();

  private QuerySession(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Creates a session in which queries have their default meaning in Spark. The parent session
   * keeps reading the tables as their readers need it; there, columns a and A are always different.
   * Here they are different only if a table has both, because Spark could not read such a table
   * otherwise.
   *
   * @param parent the session with the settings and everything else
   * @param sparkConf the manifest's, which may say whether the case of names matters
   * @param tables the tables by name; their columns have their own names
   */
  static QuerySession of(
      SparkSession parent, Map<String, String> sparkConf, Map<String, Table> tables) {
    QuerySession session = new QuerySession(parent.cloneSession());
    String caseSensitive = sparkConf.get(CASE_SENSITIVE);
    session.spark.conf().set(CASE_SENSITIVE, caseSensitive == null ? "false" : caseSensitive);
    SETTINGS.forEach(session.spark.conf()::set);
    tables.forEach(
        (name, table) -> {
          if (caseSensitive == null) {
            session.tellCases(name, table);
          }
        });
    tables.forEach(session::declare);
    return session;
  }

  private void tellCases(String name, Table table) {
    Map<String, String> seen = new HashMap<>();
    for (TableColumn column : table.columns()) {
      String other = seen.put(column.name().toLowerCase(Locale.ROOT), column.name());
      if (other != null) {
        spark.conf().set(CASE_SENSITIVE, "true");
        remarks.add(
            "table %s has columns %s and %s, so names in queries have to be in the case of the tables"
                .formatted(name, other, column.name()));
        return;
      }
    }
  }

  private void declare(String name, Table table) {
    Column[] columns =
        table.columns().stream()
            .map(column -> functions.col(column.alias()).as(column.name()))
            .toArray(Column[]::new);
    Dataset.ofRows(spark, table.rows().select(columns).queryExecution().analyzed())
        .createOrReplaceTempView(name);
    declared.add(name.toLowerCase(Locale.ROOT));
  }

  /** Spark's own session. */
  SparkSession spark() {
    return spark;
  }

  /** Remarks about names, in whole sentences. */
  List<String> remarks() {
    return remarks;
  }

  /** Analyses a query without running it; mistakes are recorded. */
  Optional<AnalysedQuery> analyse(NamedQuery query, Mistakes mistakes) {
    Optional<LogicalPlan> parsed =
        QueryGuard.parse(spark.sessionState().sqlParser(), query, mistakes);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    LogicalPlan analysed;
    try {
      analysed =
          spark.sessionState().executePlan(parsed.get(), CommandExecutionMode.SKIP()).analyzed();
    } catch (Exception e) {
      // Spark's exception is a checked one that Scala does not declare.
      if (e instanceof AnalysisException known) {
        mistakes.add(query, known);
        return Optional.empty();
      }
      throw e;
    }
    Finder finder = new Finder();
    PlanWalk.through(analysed, finder);
    if (finder.intruder != null) {
      Origin place = finder.intruder.origin();
      mistakes.add(query, place.line(), place.startPosition(), refusal(finder.intruder));
      return Optional.empty();
    }
    return Optional.of(AnalysedQuery.of(query, analysed));
  }

  private String refusal(TreeNode<?> intruder) {
    return intruder instanceof CallMethodViaReflection
        ? "a function calls a method of Java, which is not allowed here: leave it out"
        : "it reads what is not a declared table (%s): use %s, or declare it in sql.tables"
            .formatted(intruder.nodeName(), String.join(", ", declared));
  }

  private boolean isDeclared(View view) {
    return view.isTempView()
        && declared.contains(view.desc().identifier().table().toLowerCase(Locale.ROOT));
  }

  /** Finds the first node that neither belongs to a declared table nor is harmless. */
  private final class Finder implements PlanWalk.Visitor {

    private TreeNode<?> intruder;

    @Override
    public boolean visit(TreeNode<?> node) {
      if (node instanceof View view && isDeclared(view)) {
        return false;
      }
      boolean foreign =
          node instanceof LogicalPlan plan
              ? plan instanceof View
                  || plan.children().isEmpty() && !WITHOUT_TABLE.contains(plan.getClass())
              : node instanceof CallMethodViaReflection;
      if (foreign && intruder == null) {
        intruder = node;
      }
      return intruder == null;
    }
  }
}
