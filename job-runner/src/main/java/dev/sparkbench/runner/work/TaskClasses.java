// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the classes of the tasks of a type by their names: that of {@code null_percentage} is
 * {@code NullPercentageTask}. A class is loaded when its task is selected, so that one that is
 * missing affects only those tasks that need it.
 *
 * @param <T> what all tasks of the type implement
 */
public final class TaskClasses<T> {

  private final JobType type;
  private final Class<T> kind;
  private final MethodHandles.Lookup lookup;

  /**
   * For the tasks of a type.
   *
   * @param lookup of a class in the package of the tasks, whose classes and constructors do not
   *     need to be public
   */
  public TaskClasses(JobType type, Class<T> kind, MethodHandles.Lookup lookup) {
    this.type = type;
    this.kind = kind;
    this.lookup = lookup;
  }

  /**
   * The tasks of a workload, in its order.
   *
   * @throws RunFailure {@code InvalidTask} for a task that this runner does not know, or a
   *     parameter out of its range
   */
  public List<SelectedTask<T>> select(TaskWorkload workload) {
    if (workload.type() == null || workload.tasks().isEmpty()) {
      throw new RunFailure(
          FailureReason.INVALID_TASK, "jobConfig needs a type and at least one task");
    }
    return workload.tasks().stream().distinct().map(name -> select(workload, name)).toList();
  }

  private SelectedTask<T> select(TaskWorkload workload, String name) {
    TaskDeclaration declaration =
        TaskCatalogue.find(type, name)
            .orElseThrow(
                () ->
                    new RunFailure(
                        FailureReason.INVALID_TASK,
                        "jobConfig.tasks names '%s'; this runner image knows for type %s: %s"
                            .formatted(name, type, String.join(", ", TaskCatalogue.names(type)))));
    return new SelectedTask<>(create(name), TaskParameters.of(declaration, workload));
  }

  /**
   * A task that is declared.
   *
   * @throws IllegalStateException if it has no class
   */
  public T create(String task) {
    String name = lookup.lookupClass().getPackageName() + "." + simpleName(task);
    try {
      Class<?> found = lookup.findClass(name);
      return kind.cast(lookup.findConstructor(found, MethodType.methodType(void.class)).invoke());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "the task %s of type %s is declared, but its class %s is missing: write it"
              .formatted(task, type, name),
          e);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException(
          "the class %s of the task %s must implement %s and have a constructor without parameters"
              .formatted(name, task, kind.getSimpleName()),
          e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the task %s cannot be created".formatted(task), e);
    }
  }

  /** The name of a task's class, without its package. */
  public static String simpleName(String task) {
    return Arrays.stream(task.split("_"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining("", "", "Task"));
  }
}
