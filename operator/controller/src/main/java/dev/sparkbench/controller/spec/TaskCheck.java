// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.ParameterDeclaration;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.JobConfig;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the tasks of a spec, their parameters and the columns that they need with the catalogue.
 * Only a run can check whether the dataset has those columns.
 */
final class TaskCheck {

  private final JobType type;
  private final Map<String, String> parameters;
  private final DatasetSpec dataset;
  private final Violations violations = new Violations();

  private TaskCheck(JobConfig config, DatasetSpec dataset) {
    this.type = config.type();
    this.parameters = requireNonNullElse(config.parameters(), Map.of());
    this.dataset = requireNonNullElse(dataset, DatasetSpec.EMPTY);
  }

  /** All problems with them. */
  static List<Violation> of(JobConfig config, DatasetSpec dataset) {
    TaskCheck check = new TaskCheck(config, dataset);
    List<TaskDeclaration> tasks = check.tasks(requireNonNullElse(config.tasks(), List.of()));
    new TreeMap<>(check.parameters).forEach((key, value) -> check.parameter(key, value, tasks));
    if (check.type == JobType.ML) {
      check.label(tasks);
      check.features(tasks);
      check.columns(tasks);
    } else {
      check.mlOnly();
    }
    check.violations.addAll(WorkSpec.foreignMembers(config));
    return check.violations.toList();
  }

  private List<TaskDeclaration> tasks(List<String> names) {
    List<String> known = TaskCatalogue.names(type);
    if (names.isEmpty()) {
      violations.add("spec.jobConfig.tasks", "is missing; give one or more of %s", known);
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (!known.contains(name)) {
        violations.add(
            "spec.jobConfig.tasks",
            "'%s' is not a task of type %s; known are %s",
            name,
            type,
            known);
      } else if (!seen.add(name)) {
        violations.add("spec.jobConfig.tasks", "'%s' is there twice; tasks must be unique", name);
      }
    }
    return seen.stream().map(name -> TaskCatalogue.get(type, name)).toList();
  }

  private void parameter(String key, String value, List<TaskDeclaration> tasks) {
    String field = "spec.jobConfig.parameters." + Shown.of(key);
    int dot = key.indexOf('.');
    Optional<TaskDeclaration> task =
        tasks.stream().filter(t -> dot > 0 && t.name().equals(key.substring(0, dot))).findFirst();
    if (task.isEmpty()) {
      violations.add(
          field,
          "names no task of this benchmark; the form is <task>.<parameter>, tasks are %s",
          tasks.stream().map(TaskDeclaration::name).sorted().toList());
      return;
    }
    List<ParameterDeclaration> known = task.get().parameters();
    known.stream()
        .filter(parameter -> parameter.name().equals(key.substring(dot + 1)))
        .findFirst()
        .ifPresentOrElse(
            parameter ->
                parameter
                    .problemWith(value)
                    .ifPresent(
                        problem ->
                            violations.add(
                                new Violation(
                                    field, "'%s' %s".formatted(Shown.of(value), problem)))),
            () ->
                violations.add(
                    new Violation(
                        field,
                        known.isEmpty()
                            ? "is unknown; " + task.get().name() + " has no parameters"
                            : "is unknown; parameters of %s are %s"
                                .formatted(
                                    task.get().name(),
                                    known.stream().map(ParameterDeclaration::name).toList()))));
  }

  private void label(List<TaskDeclaration> tasks) {
    List<String> predicting = predicting(tasks);
    if (dataset.label() == null && !predicting.isEmpty()) {
      violations.add(
          "spec.dataset.label", "is missing; name the column that %s predict", predicting);
    }
  }

  private void features(List<TaskDeclaration> tasks) {
    List<String> features = features();
    if (dataset.label() != null
        && !predicting(tasks).isEmpty()
        && features.contains(dataset.label())) {
      violations.add(
          "spec.dataset.features",
          "'%s' is the label, which tasks are to predict; leave it out",
          dataset.label());
    }
    Set<String> seen = new HashSet<>();
    features.stream()
        .filter(feature -> !seen.add(feature))
        .distinct()
        .forEach(
            feature ->
                violations.add(
                    "spec.dataset.features",
                    "'%s' is there twice; features must be unique",
                    feature));
  }

  /** A column that is not considered cannot be used. */
  private void columns(List<TaskDeclaration> tasks) {
    List<String> considered = requireNonNullElse(dataset.columns(), List.of());
    if (considered.isEmpty()) {
      return;
    }
    Map<String, String> named = new TreeMap<>();
    if (dataset.label() != null) {
      named.put("spec.dataset.label", dataset.label());
    }
    for (TaskDeclaration task : tasks) {
      for (ParameterDeclaration parameter : task.parameters()) {
        if (parameter instanceof ParameterDeclaration.Column) {
          String key = task.name() + "." + parameter.name();
          named.put(
              "spec.jobConfig.parameters." + key,
              parameters.getOrDefault(key, parameter.defaultValue()));
        }
      }
    }
    named.forEach((field, column) -> considered(field, column, considered));
    features().stream()
        .distinct()
        .forEach(feature -> considered("spec.dataset.features", feature, considered));
  }

  private void considered(String field, String column, List<String> considered) {
    if (!column.isEmpty() && !considered.contains(column)) {
      violations.add(field, "'%s' is not among spec.dataset.columns; add it there", column);
    }
  }

  private void mlOnly() {
    if (dataset.label() != null) {
      violations.add("spec.dataset.label", "is only for tasks of type ml; remove it");
    }
    if (!features().isEmpty()) {
      violations.add("spec.dataset.features", "is only for tasks of type ml; remove it");
    }
  }

  private List<String> features() {
    return requireNonNullElse(dataset.features(), List.of());
  }

  private static List<String> predicting(List<TaskDeclaration> tasks) {
    return tasks.stream().filter(TaskDeclaration::needsLabel).map(TaskDeclaration::name).toList();
  }
}
