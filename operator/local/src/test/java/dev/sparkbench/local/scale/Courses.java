// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The courses of all resources, and all errors. */
final class Courses {

  /** One per run, and one for the report. */
  private static final int PODS = 3;

  /** Nodes, seconds, speedup and efficiency that follow from the kubelet's answers. */
  private static final List<List<Number>> RESULT =
      List.of(List.of(1, 12.625, 1.0, 1.0), List.of(2, 6.3125, 2.0, 1.0));

  private final Map<String, Course> courses = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  /** The course of a resource. */
  Course of(String job) {
    return courses.computeIfAbsent(job, any -> new Course());
  }

  /** Checks the result of a benchmark that has ended. */
  void finished(SparkBenchmarkJob job) {
    String name = job.getMetadata().getName();
    Course course = of(name);
    SparkBenchmarkJobStatus status = job.getStatus();
    List<List<Number>> result =
        status.performanceMetrics().stream()
            .map(m -> List.<Number>of(m.nodes(), m.timeSec(), m.speedup(), m.efficiency()))
            .toList();
    if (status.phase() != Phase.Succeeded || !result.equals(RESULT) || course.pods() != PODS) {
      wrong(
          "%s ended with %d pods instead of %d, results %s instead of %s: %s"
              .formatted(name, course.pods(), PODS, result, RESULT, status.message()));
    }
    course.finished();
  }

  /** Records an error. */
  void wrong(String what) {
    wrong.add(what);
  }

  /**
   * Whether all of them have ended.
   *
   * @throws IllegalStateException if anything is wrong
   */
  boolean haveFinished(List<Course> some) {
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(String.join("\n", wrong));
    }
    return some.stream().allMatch(Course::isFinished);
  }
}
