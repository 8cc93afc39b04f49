// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import dev.sparkbench.runner.work.TaskParameters;

/**
 * A task of a workload.
 *
 * @param task the task
 * @param parameters its parameters in the workload
 */
public record SelectedTask(DescriptiveTask task, TaskParameters parameters) {}
