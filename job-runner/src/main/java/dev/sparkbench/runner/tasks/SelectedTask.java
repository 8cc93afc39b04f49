package dev.sparkbench.runner.tasks;

/**
 * A task that a workload asks for.
 *
 * @param task the task
 * @param parameters what the workload says of it
 */
public record SelectedTask(DescriptiveTask task, TaskParameters parameters) {}
