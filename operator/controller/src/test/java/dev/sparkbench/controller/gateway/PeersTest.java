// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {

  private final Peers peers = new Peers(Clock.systemUTC());

  @Test
  void oneAddressHasHalfOfThePlaces() {
    for (int i = 0; i < Peers.MAX_AT_WORK; i++) {
      peers.enter("a");
    }
    assertThatThrownBy(() -> peers.enter("a"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.answer().code()).isEqualTo(429));
    peers.enter("b");
    peers.leave("a");
    peers.enter("a");
  }

  @Test
  void addressesThatHaveNothingAtWorkAreForgotten() {
    peers.enter("a");
    peers.leave("a");
    peers.leave("never-here");
    assertThat(peers).extracting("atWork").hasToString("{}");
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < 20_000; i++) {
      peers.refused("peer-" + i);
    }
    assertThat(peers)
        .extracting("refused")
        .asString()
        .doesNotContain("peer-1=")
        .contains("peer-19999=");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
    "2001:db8:1:2::7, 2001:db8:1:2:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:0",
    "::ffff:10.0.0.1, ::ffff:10.0.0.1"
  })
  void anIpv6NetworkIsOneAddress(String address, String counted) {
    assertThat(Peers.of(address)).isEqualTo(counted);
  }
}
