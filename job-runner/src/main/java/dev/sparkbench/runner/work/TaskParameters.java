// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import dev.sparkbench.api.catalogue.ParameterDeclaration;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The values of a task's parameters: from the workload, or the declared defaults. */
public final class TaskParameters {

  private final TaskDeclaration task;
  private final Map<String, String> values;
  private final Set<String> read = ConcurrentHashMap.newKeySet();

  /**
   * The parameters of a task.
   *
   * @param task the task
   * @param values all declared parameters, by name without the task's name
   */
  public TaskParameters(TaskDeclaration task, Map<String, String> values) {
    this.task = task;
    this.values = Map.copyOf(values);
  }

  /**
   * Finds the values.
   *
   * @throws RunFailure {@code InvalidTask} for a value out of its range. The operator has checked
   *     them too, but perhaps against another release's catalogue
   */
  public static TaskParameters of(TaskDeclaration task, TaskWorkload workload) {
    Map<String, String> values = new LinkedHashMap<>();
    for (ParameterDeclaration parameter : task.parameters()) {
      String key = task.name() + "." + parameter.name();
      String given = workload.parameters().get(key);
      values.put(
          parameter.name(),
          given == null ? parameter.defaultValue() : checked(key, given, parameter));
    }
    return new TaskParameters(task, values);
  }

  /**
   * The parameters of another task, from values that are declared here with that task's name as a
   * prefix.
   */
  public TaskParameters of(String other) {
    TaskDeclaration declaration = TaskCatalogue.get(task.type(), other);
    Map<String, String> own = new LinkedHashMap<>();
    for (ParameterDeclaration parameter : declaration.parameters()) {
      own.put(parameter.name(), value(other + "." + parameter.name()));
    }
    return new TaskParameters(declaration, own);
  }

  /** The task. */
  public TaskDeclaration task() {
    return task;
  }

  /** Whether the task declares a parameter. */
  public boolean declares(String name) {
    return values.containsKey(name);
  }

  /**
   * The parameters that nobody has read yet. For tests: a parameter that a task declares but never
   * reads would be accepted without effect.
   */
  public Set<String> unread() {
    Set<String> unread = new TreeSet<>(values.keySet());
    unread.removeAll(read);
    return unread;
  }

  /** A whole number. */
  public int integer(String name) {
    return new BigDecimal(value(name)).intValueExact();
  }

  /** A number. */
  public double number(String name) {
    return new BigDecimal(value(name)).doubleValue();
  }

  /** True or false. */
  public boolean flag(String name) {
    return value(name).equals("true");
  }

  /** A word, a column's name or another text; empty if it has no default. */
  public String text(String name) {
    return value(name);
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "task %s declares no parameter '%s'".formatted(task.name(), name));
    }
    read.add(name);
    return value;
  }

  private static String checked(String key, String given, ParameterDeclaration parameter) {
    parameter
        .problemWith(given)
        .ifPresent(
            problem -> {
              throw new RunFailure(
                  FailureReason.INVALID_TASK,
                  "jobConfig.parameters.%s: '%s' %s".formatted(key, given, problem));
            });
    return given;
  }
}
