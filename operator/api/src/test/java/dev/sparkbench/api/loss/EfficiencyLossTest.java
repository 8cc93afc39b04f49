// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EfficiencyLossTest {

  @Test
  void aSerialPartOfTheDriverIsPaidForByEveryNode() {
    // Amdahl: 2 s serial and 8 s parallel on 1 slot; 2 s and 2 s on 4.
    SlotTime base = new SlotTime(Map.of(SlotUse.CPU, 8.0, SlotUse.DRIVER, 2.0));
    SlotTime four = new SlotTime(Map.of(SlotUse.CPU, 8.0, SlotUse.DRIVER, 8.0));
    EfficiencyLoss loss = EfficiencyLoss.of(base, four);
    assertThat(loss.efficiency()).isCloseTo(10.0 / 16, within(1e-12));
    assertThat(loss.lost()).containsEntry(SlotUse.DRIVER, 6.0 / 16).containsEntry(SlotUse.CPU, 0.0);
    assertThat(loss.workInflation()).isEqualTo(1);
    assertThat(loss.utilisation()).isEqualTo(0.5);
    assertThat(loss.baseUtilisation()).isEqualTo(0.8);
    assertThat(loss.mainCause()).contains(SlotUse.DRIVER);
  }

  @Test
  void workThatTakesLongerIsInflation() {
    SlotTime base = new SlotTime(Map.of(SlotUse.CPU, 10.0));
    SlotTime eight = new SlotTime(Map.of(SlotUse.CPU, 10.0, SlotUse.FETCH_WAIT, 10.0));
    EfficiencyLoss loss = EfficiencyLoss.of(base, eight);
    assertThat(loss.workInflation()).isEqualTo(2);
    assertThat(loss.efficiency()).isEqualTo(0.5);
    assertThat(loss.mainCause()).contains(SlotUse.FETCH_WAIT);
  }

  @Test
  void whatIsLostAddsUpAndIsTheProductToo() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      SlotTime base = any(random);
      SlotTime run = any(random);
      EfficiencyLoss loss = EfficiencyLoss.of(base, run);
      double lost = loss.lost().values().stream().mapToDouble(Double::doubleValue).sum();
      assertThat(1 - lost).isCloseTo(base.total() / run.total(), within(1e-9));
      assertThat(loss.efficiency()).isCloseTo(base.total() / run.total(), within(1e-9));
    }
  }

  @Test
  void theBaselineLosesNothing() {
    SlotTime base = any(new Random(1));
    EfficiencyLoss loss = EfficiencyLoss.of(base, base);
    assertThat(loss.efficiency()).isEqualTo(1);
    assertThat(loss.lost().values()).containsOnly(0.0);
    assertThat(loss.mainCause()).isEmpty();
  }

  @Test
  void theMeanOfWindowsIsTakenUseByUse() {
    SlotTime mean =
        SlotTime.mean(
            List.of(
                new SlotTime(Map.of(SlotUse.CPU, 2.0)),
                new SlotTime(Map.of(SlotUse.CPU, 4.0, SlotUse.SKEW, 1.0))));
    assertThat(mean.of(SlotUse.CPU)).isEqualTo(3);
    assertThat(mean.of(SlotUse.SKEW)).isEqualTo(0.5);
    assertThatThrownBy(() -> SlotTime.mean(List.of())).hasMessage("no windows to average");
  }

  private static SlotTime any(Random random) {
    Map<SlotUse, Double> uses = new EnumMap<>(SlotUse.class);
    for (SlotUse use : SlotUse.values()) {
      uses.put(use, random.nextDouble());
    }
    return new SlotTime(uses);
  }
}
