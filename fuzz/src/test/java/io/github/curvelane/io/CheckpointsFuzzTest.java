package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import io.github.curvelane.fuzz.SmallRun;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checkpoints: refused, or a state that a run refuses by a sentence or goes on from, whose state
 * then is what was read.
 */
class CheckpointsFuzzTest {
  private static final Checkpoints CHECKPOINTS = new Checkpoints(Path.of("unused"));

  @FuzzTest
  void reads(byte[] input) throws IOException {
    try (Budget _ = Budget.start()) {
      Optional<TensorFile> file = Envelope.file(input);
      if (file.isEmpty()) {
        return;
      }
      TrainingState<float[]> state;
      try {
        state = CHECKPOINTS.read(Precision.FLOAT, file.get(), "checkpoint-1.safetensors");
      } catch (MalformedDataException | ForeignCheckpointException e) {
        Refusal.check(e);
        return;
      }
      for (SmallRun run : SmallRun.values()) {
        resume(run, state);
      }
    }
  }

  private static void resume(SmallRun small, TrainingState<float[]> state) {
    TrainingRun<float[]> run;
    try {
      run = small.resume(state);
    } catch (IllegalArgumentException e) {
      Refusal.check(e);
      return;
    }
    TrainingState<float[]> saved = run.save();
    assertThat(saved.steps()).isEqualTo(state.steps());
    state
        .arrays()
        .forEach((name, array) -> assertThat(saved.arrays().get(name)).as(name).isEqualTo(array));
    try {
      run.step();
    } catch (IllegalArgumentException e) {
      Refusal.check(e); // the rate of a plateau that the precision does not hold
    }
  }
}
