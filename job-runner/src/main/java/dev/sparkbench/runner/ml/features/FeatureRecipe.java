// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Cache;
import dev.sparkbench.runner.ml.FeatureSpace;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.Materialized;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.features.Candidates.Selection;
import dev.sparkbench.runner.table.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Prepares feature vectors. For tasks with a prediction, it also prepares the label and sets test
 * rows aside. Means, categories, classes and deviations are learned only from the training rows.
 */
public final class FeatureRecipe implements Recipe {

  private static final String TEST = "is_test";

  private final TaskInput input;
  private final FeatureKind kind;
  private final NullPolicy nulls;
  private final Candidates candidates;
  private final Target target;
  private final Split split;

  private FeatureRecipe(TaskInput input, FeatureKind kind, Target target, Split split) {
    this.input = input;
    this.kind = kind;
    this.nulls = NullPolicy.of(input.parameters());
    this.candidates = Candidates.of(input, kind.categories());
    this.target = target;
    this.split = split;
    if (target.label().isPresent() && input.features().contains(input.label().orElseThrow())) {
      throw TaskInput.invalid(
          "dataset.features names '%s', which is dataset.label: leave it out of the features"
              .formatted(input.label().orElseThrow()));
    }
  }

  /** For a task without a prediction, which trains on all rows. */
  public static Recipe unsupervised(TaskInput input, FeatureKind kind) {
    return new FeatureRecipe(input, kind, new Target.None(), Split.NONE);
  }

  /** For a task that predicts the label. */
  public static Recipe supervised(TaskInput input, FeatureKind kind, Target target) {
    return new FeatureRecipe(input, kind, target, Split.of(input.parameters()));
  }

  @Override
  public List<TableColumn> columns() {
    return Stream.concat(
            candidates.columns().stream().map(FeatureColumn::column), target.label().stream())
        .toList();
  }

  @Override
  public Prepared prepare(Materialized loaded, Cache cache) {
    Dataset<Row> values = loaded.rows().select(values().toArray(Column[]::new));
    ColumnFacts facts = facts(values);
    Selection selection = candidates.select(facts, kind.maxCategories(input.parameters()));
    checkNulls(facts, selection);
    if (target instanceof Target.Classes classes) {
      classes.check(input.task(), facts.distinct().get(Labels.VALUE));
    }
    selection = withoutConstants(values, facts, selection);
    Dataset<Row> complete = values.filter(complete(selection));
    Dataset<Row> learned = complete.filter(not(col(TEST)));
    requireRows(learned, facts, selection);
    Labels labels = Labels.of(target, learned);
    if (target instanceof Target.Classes classes) {
      classes.check(input.task(), labels.classes().size());
    }
    PipelineModel fitted =
        new Pipeline()
            .setStages(stages(selection).unfitted().toArray(PipelineStage[]::new))
            .fit(learned);
    FeatureSpace space = stages(selection).space(fitted, labels.classes());
    if (space.size() > kind.maxFeatures()) {
      throw TaskInput.invalid(
          "%s takes at most %d features, and these are %d with one for each category: name fewer columns in dataset.features, or lower maxCategories"
              .formatted(input.task(), kind.maxFeatures(), space.size()));
    }
    Dataset<Row> ready = labels.addTo(fitted.transform(complete));
    Materialized train = cache.keep(outputs(ready.filter(not(col(TEST)))));
    Materialized test = split.isNone() ? train : cache.keep(outputs(ready.filter(col(TEST))));
    if (test.count() == 0) {
      throw TaskInput.invalid(
          "%s.testFraction sets no row apart for testing, of %d: raise it"
              .formatted(input.task(), train.count()));
    }
    return new Prepared(
        train,
        test,
        saved(selection, fitted),
        space,
        json(loaded, train, test, unseen(complete, selection, test.count()), selection, space),
        cache);
  }

  /**
   * Leaves out texts with at most one distinct value in the complete training rows. Without such a
   * column, more rows may be complete.
   */
  private Selection withoutConstants(Dataset<Row> values, ColumnFacts facts, Selection selection) {
    Selection left = selection;
    while (lacksValues(facts, left)
        && left.columns().stream().anyMatch(FeatureColumn::categorical)) {
      Dataset<Row> learned = values.filter(complete(left)).filter(not(col(TEST)));
      requireRows(learned, facts, left);
      List<String> texts =
          left.columns().stream()
              .filter(FeatureColumn::categorical)
              .map(FeatureColumn::alias)
              .toList();
      Selection next = candidates.without(left, ColumnFacts.noneOneOrMore(learned, texts));
      if (next.columns().size() == left.columns().size()) {
        return left;
      }
      left = next;
    }
    return left;
  }

  /** Whether rows may be left out because a value is missing. */
  private boolean lacksValues(ColumnFacts facts, Selection selection) {
    return target.label().isPresent() && facts.missing().get(Labels.VALUE) > 0
        || selection.columns().stream().anyMatch(column -> facts.missing().get(column.alias()) > 0);
  }

  /**
   * The number of test rows that are left out because none of the training rows has their class or
   * category. The metrics do not cover them.
   */
  private long unseen(Dataset<Row> complete, Selection selection, long tested) {
    boolean possible =
        target instanceof Target.Classes
            || nulls != NullPolicy.MEAN
                && selection.columns().stream().anyMatch(FeatureColumn::categorical);
    return split.isNone() || !possible ? 0 : complete.filter(col(TEST)).count() - tested;
  }

  /** Features and label before any rows are left out, and whether a row is for testing. */
  private List<Column> values() {
    List<Column> values = new ArrayList<>();
    for (FeatureColumn column : candidates.columns()) {
      values.add(expr(column.sql(SqlNames.IN_RUN)).as(column.alias()));
    }
    target.label().ifPresent(label -> values.add(expr(target.sql(label.alias())).as(Labels.VALUE)));
    values.add(split.isTest().as(TEST));
    return values;
  }

  private ColumnFacts facts(Dataset<Row> values) {
    List<String> columns = new ArrayList<>();
    List<String> counted = new ArrayList<>();
    for (FeatureColumn column : candidates.columns()) {
      columns.add(column.alias());
      if (column.categorical()) {
        counted.add(column.alias());
      }
    }
    target.label().ifPresent(label -> columns.add(Labels.VALUE));
    if (target instanceof Target.Classes) {
      counted.add(Labels.VALUE);
    }
    return ColumnFacts.of(values, col(TEST), columns, counted);
  }

  private void checkNulls(ColumnFacts facts, Selection selection) {
    for (FeatureColumn column : selection.columns()) {
      nulls.check(input.task(), column.name(), facts.missing().get(column.alias()), facts.rows());
    }
    target
        .label()
        .ifPresent(
            label ->
                nulls.check(
                    input.task(), label.name(), facts.missing().get(Labels.VALUE), facts.rows()));
  }

  private Column complete(Selection selection) {
    Column complete = target.label().isPresent() ? col(Labels.VALUE).isNotNull() : expr("true");
    if (nulls != NullPolicy.MEAN) {
      for (FeatureColumn column : selection.columns()) {
        complete = complete.and(col(column.alias()).isNotNull());
      }
    }
    return complete;
  }

  private FeatureStages stages(Selection selection) {
    return new FeatureStages(
        selection.columns(), nulls, kind.oneHot(), kind.scaled(input.parameters()));
  }

  private void requireRows(Dataset<Row> learned, ColumnFacts facts, Selection selection) {
    if (learned.isEmpty()) {
      throw TaskInput.invalid(
          "%s has no row to train on: of %d rows, each lacks a value; most are missing in %s. Set %s.nulls to mean, or name other columns"
              .formatted(input.task(), facts.rows(), emptiest(facts, selection), input.task()));
    }
  }

  private String emptiest(ColumnFacts facts, Selection selection) {
    String column = "the label";
    long most = Optional.ofNullable(facts.missing().get(Labels.VALUE)).orElse(-1L);
    for (FeatureColumn candidate : selection.columns()) {
      long missing = facts.missing().get(candidate.alias());
      if (missing > most) {
        most = missing;
        column = "'" + candidate.name() + "'";
      }
    }
    return "%s (%d)".formatted(column, most);
  }

  private Dataset<Row> outputs(Dataset<Row> rows) {
    return target.label().isPresent()
        ? rows.select(Prepared.FEATURES, Prepared.LABEL)
        : rows.select(Prepared.FEATURES);
  }

  /** The stages to save in front of the model; they begin with the dataset's columns. */
  private static List<Transformer> saved(Selection selection, PipelineModel fitted) {
    List<String> columns =
        selection.columns().stream()
            .map(column -> column.sql(SqlNames.IN_DATASET) + " AS " + column.alias())
            .toList();
    SQLTransformer select =
        new SQLTransformer()
            .setStatement("SELECT " + String.join(", ", columns) + " FROM __THIS__");
    return Stream.concat(Stream.of(select), Stream.of(fitted.stages())).toList();
  }

  private ObjectNode json(
      Materialized loaded,
      Materialized train,
      Materialized test,
      long unseen,
      Selection selection,
      FeatureSpace space) {
    ObjectNode json =
        RowSelection.facts(loaded.count(), train.count(), split.isNone() ? 0 : test.count());
    if (!split.isNone()) {
      ((ObjectNode) json.get("rows")).put("unseen", unseen);
    }
    ObjectNode features = json.putObject("features").put("count", space.size());
    features.set("names", Listing.texts(space.names()));
    ObjectNode leftOut = features.putObject("left_out");
    selection.leftOut().entrySet().stream()
        .limit(Listing.MAX)
        .forEach(entry -> leftOut.put(entry.getKey(), entry.getValue()));
    return json;
  }
}
