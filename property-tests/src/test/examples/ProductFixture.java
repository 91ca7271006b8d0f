/** The parameters of a layer of 784 inputs and 300 outputs: the weights, then the biases. */
class ProductFixture extends Fixture {
  final float[] theta = new float[784 * 300 + 300];
}
