/** The parameters of a layer of 784 inputs and 300 outputs: the weights, then the biases. */
class ProductFixture extends Fixture {
  final float[] theta = new float[784 * 300 + 300];

  /** Twelve heads of attention among 32 tokens. */
  final float[] queries = new float[12 * 32 * 64];

  final float[] keys = new float[12 * 32 * 64];
  final float[] scores = new float[12 * 32 * 32];
}
