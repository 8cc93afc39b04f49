// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.loss;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a task slot (one core of an executor) does at a moment of the measured window. Every moment
 * of every slot has exactly one use, so the uses add up to the time that was paid for.
 */
public enum SlotUse {
  /** A task computes: the CPU time of its thread. */
  CPU("cpu", "computing", true),
  /** A task waits for the garbage collector. */
  GC("gc", "garbage collection", true),
  /** A task waits for blocks that another executor wrote. */
  FETCH_WAIT("fetch_wait", "waiting for shuffled data", true),
  /** A task writes blocks for others. */
  SHUFFLE_WRITE("shuffle_write", "writing shuffled data", true),
  /** A task waits for something else: usually the object store, a disk, or a core. */
  OTHER_WAIT("other_wait", "waiting for storage or a core", true),
  /** A task is sent or deserialized, or its result is serialized and fetched. */
  OVERHEAD("overhead", "starting tasks and fetching their results", false),
  /** No stage is active: the driver plans, or processes the results of tasks. */
  DRIVER("driver", "work of the driver alone", false),
  /** There is no task left for the slot, even if all tasks of the stage took equally long. */
  TOO_FEW_TASKS("too_few_tasks", "too few tasks for all cores", false),
  /** The slot waits for tasks that take longer than the others of their stage. */
  SKEW("skew", "skew between tasks", false),
  /** The slot is idle for another reason. */
  OTHER_IDLE("other_idle", "idle cores", false);

  private final String wireName;
  private final String phrase;
  private final boolean work;

  SlotUse(String wireName, String phrase, boolean work) {
    this.wireName = wireName;
    this.phrase = phrase;
    this.work = work;
  }

  /** The name in documents. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The name in sentences. */
  public String phrase() {
    return phrase;
  }

  /**
   * Whether the use is part of Spark's {@code executorRunTime}: a task has the slot, even if it
   * only waits.
   */
  public boolean isWork() {
    return work;
  }
}
