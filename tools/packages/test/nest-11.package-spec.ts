import { describeShop } from './shop.js';

describeShop('A CommonJS application on Nest 11', {
  fixture: 'nest-11',
  projects: ['tsconfig.json', 'tsconfig.node16.json'],
  runners: { Jest: { command: ['jest'] } },
});
