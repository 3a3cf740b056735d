type Data = import('../data.ts').Data
type DataLaureate = import('../data.ts').DataLaureate
type DataFigure = import('../data.ts').DataFigure
type DataQuantity = import('../data.ts').DataQuantity
type DataReading = import('../data.ts').DataReading
type DataFile = import('../data.ts').DataFile
