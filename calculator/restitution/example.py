def answer_example(params):
    raise NotImplementedError
