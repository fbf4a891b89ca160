LEFT_OUT = True
