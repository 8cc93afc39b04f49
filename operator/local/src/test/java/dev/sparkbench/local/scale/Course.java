// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened to one resource, and when, as a client of the API server sees it. */
final class Course {

  private final List<Long> podsCreated = new ArrayList<>();
  private final List<Long> podsEnded = new ArrayList<>();
  private long created;
  private long finished;

  /** The resource is about to be created. */
  synchronized void created() {
    created = System.nanoTime();
  }

  /** One of its pods was created. */
  synchronized void podCreated() {
    podsCreated.add(System.nanoTime());
  }

  /** That pod has ended. */
  synchronized void podEnded() {
    podsEnded.add(System.nanoTime());
  }

  /** The benchmark has ended. */
  synchronized void finished() {
    finished = System.nanoTime();
  }

  synchronized boolean isFinished() {
    return finished != 0;
  }

  synchronized int pods() {
    return podsCreated.size();
  }

  /** From the resource's creation to that of its first pod. */
  synchronized Duration untilFirstPod() {
    return Duration.ofNanos(podsCreated.get(0) - created);
  }

  /** From each pod's creation to its end: what the kubelet takes. */
  synchronized List<Duration> inKubelet() {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < podsEnded.size(); i++) {
      times.add(Duration.ofNanos(podsEnded.get(i) - podsCreated.get(i)));
    }
    return times;
  }

  /** From the first creation of a resource to the last end of a benchmark. */
  static Duration span(List<Course> courses) {
    long first = courses.stream().mapToLong(course -> course.created).min().orElseThrow();
    long last = courses.stream().mapToLong(course -> course.finished).max().orElseThrow();
    return Duration.ofNanos(last - first);
  }
}
