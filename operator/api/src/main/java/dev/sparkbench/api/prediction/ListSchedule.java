// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import dev.sparkbench.api.prediction.StageGraph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * List scheduling (R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", 1969) of the tasks
 * of a graph, as Spark's own first-in-first-out scheduler does it: a slot that becomes free takes
 * the next task of the lowest stage that can run.
 */
final class ListSchedule {

  private static final int NONE = -1;

  private final StageGraph graph;
  private final List<Node> nodes;
  private final List<List<Integer>> children = new ArrayList<>();
  // The stages that wait for others in the order of ends; those that wait for the fewest come
  // first.
  private final int[] byNeed;
  private int released;
  private int endedInOrder;
  private final boolean[] ended;
  private final int[] unmet;
  private final int[] launched;
  private final int[] left;
  private final int[] lastNeed;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::time));
  private final PriorityQueue<Integer> ready = new PriorityQueue<>();
  private int free;
  private double end;
  private int lastStage = NONE;

  /**
   * Something that happens to a stage.
   *
   * @param finished whether one of its tasks is done; otherwise the stage can begin
   */
  private record Event(double time, int stage, boolean finished) {}

  private ListSchedule(StageGraph graph, int slots) {
    this.graph = graph;
    this.nodes = graph.nodes();
    int size = nodes.size();
    this.free = slots;
    this.ended = new boolean[size];
    this.unmet = new int[size];
    this.launched = new int[size];
    this.left = nodes.stream().mapToInt(node -> node.taskSeconds().length).toArray();
    this.lastNeed = new int[size];
    Arrays.fill(lastNeed, NONE);
    this.byNeed =
        IntStream.range(0, size)
            .filter(i -> nodes.get(i).endedBefore() > 0)
            .boxed()
            .sorted(Comparator.comparingInt(i -> nodes.get(i).endedBefore()))
            .mapToInt(i -> i)
            .toArray();
    for (int i = 0; i < size; i++) {
      children.add(new ArrayList<>());
    }
    for (int i = 0; i < size; i++) {
      unmet[i] = nodes.get(i).parents().length + (nodes.get(i).endedBefore() > 0 ? 1 : 0);
      for (int parent : nodes.get(i).parents()) {
        children.get(parent).add(i);
      }
    }
  }

  /**
   * Schedules a graph.
   *
   * @param slots tasks that can run at once, at least 1
   */
  static ListSchedule of(StageGraph graph, int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("a schedule needs a slot, not " + slots);
    }
    ListSchedule schedule = new ListSchedule(graph, slots);
    schedule.run();
    return schedule;
  }

  /** The schedule with so many slots that no task ever waits for one. */
  static ListSchedule unlimited(StageGraph graph) {
    return of(graph, Math.max(1, graph.tasks()));
  }

  /** Its duration, including the driver's time at the end. */
  double seconds() {
    return end + graph.lastGap();
  }

  /**
   * The stages that determine the duration: the one that ends last, before it the last one that it
   * waited for, and so on; in the order of time.
   */
  List<Node> criticalPath() {
    List<Node> path = new ArrayList<>();
    for (int stage = lastStage; stage != NONE; stage = lastNeed[stage]) {
      path.add(nodes.get(stage));
    }
    Collections.reverse(path);
    return path;
  }

  private void run() {
    for (int i = 0; i < nodes.size(); i++) {
      if (unmet[i] == 0) {
        events.add(new Event(nodes.get(i).gap(), i, false));
      }
    }
    while (!events.isEmpty()) {
      double now = events.peek().time();
      while (!events.isEmpty() && events.peek().time() == now) {
        happen(events.poll());
      }
      launch(now);
    }
  }

  private void happen(Event event) {
    int stage = event.stage();
    if (event.finished()) {
      free++;
      left[stage]--;
    } else if (left[stage] > 0) {
      ready.add(stage);
    }
    if (left[stage] == 0) {
      end(stage, event.time());
    }
  }

  private void launch(double now) {
    while (free > 0 && !ready.isEmpty()) {
      int stage = ready.peek();
      double[] seconds = nodes.get(stage).taskSeconds();
      events.add(new Event(now + seconds[launched[stage]], stage, true));
      free--;
      if (++launched[stage] == seconds.length) {
        ready.remove();
      }
    }
  }

  private void end(int stage, double now) {
    ended[stage] = true;
    end = now;
    lastStage = stage;
    children.get(stage).forEach(child -> meet(child, stage, now));
    while (endedInOrder < ended.length && ended[graph.byEnd()[endedInOrder]]) {
      endedInOrder++;
    }
    while (released < byNeed.length && nodes.get(byNeed[released]).endedBefore() <= endedInOrder) {
      meet(byNeed[released], stage, now);
      released++;
    }
  }

  /** A stage waits for one thing less. */
  private void meet(int stage, int need, double now) {
    if (--unmet[stage] == 0) {
      lastNeed[stage] = need;
      events.add(new Event(now + nodes.get(stage).gap(), stage, false));
    }
  }
}
