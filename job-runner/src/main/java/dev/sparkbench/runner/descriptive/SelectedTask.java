// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import dev.sparkbench.runner.work.TaskParameters;

/**
 * A task that a workload asks for.
 *
 * @param task the task
 * @param parameters what the workload says of it
 */
public record SelectedTask(DescriptiveTask task, TaskParameters parameters) {}
